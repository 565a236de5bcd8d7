package policy.images.digest

import data.lib.config
import data.lib.finding
import data.lib.inventory

# METADATA
# scope: rule
# title: Images are named by digest
# description: >-
#   Where the environment asks for it, every image is named by the digest of its content, but for those that
#   images_by_tag lists. A tag can be moved, so that what was judged is not what runs.
# related_resources:
#   - https://kubernetes.io/docs/concepts/containers/images/#image-names
# custom:
#   severity: error
#   scope: object
#   message: >-
#     container {container} runs image {image} by tag, not by digest
#   remediation: >-
#     Append the digest that your registry shows, as in name@sha256:<64 hexadecimal digits>, in the stack's settings,
#     slipway:images.
#   config: [digest_required, images_by_tag]
deny contains finding.of_container(container, ["image"], {"image": finding.text(container.spec, "image")}) if {
	required
	some container in inventory.containers
	not digested(container)
}

required if config.value("digest_required") == true

digested(container) if container.spec.image in exact

digested(container) if container.spec.image in config.value("images_by_tag")

images contains image if {
	some container in inventory.containers
	image := container.spec.image
}

# Each distinct image is looked at once.
exact contains image if {
	some image in images
	is_string(image)
	regex.match(`^[^@\s]+@sha256:[0-9a-f]{64}$`, image)
}
