package policy.images.pinned

import data.lib.config
import data.lib.finding
import data.lib.inventory

# METADATA
# scope: rule
# title: Images are pinned
# description: >-
#   Every image is named by digest, or by a tag that is not one of those that move to other images as a matter of
#   course.
# related_resources:
#   - https://kubernetes.io/docs/concepts/containers/images/
# custom:
#   severity: error
#   scope: object
#   message: container {container} runs image {image}, which is not pinned by a digest or a fixed tag
#   remediation: >-
#     Append the digest that your registry shows, as in name@sha256:<64 hexadecimal digits>, or a version's tag.
#   config: [mutable_tags]
deny contains finding.of_container(container, ["image"], {"image": finding.text(container.spec, "image")}) if {
	some container in inventory.containers
	not pinned(container)
}

pinned(container) if container.spec.image in fixed

images contains image if {
	some container in inventory.containers
	image := container.spec.image
}

# Each distinct image is looked at once.
fixed contains image if {
	some image in images
	is_string(image)
	regex.match(`^[^@\s]+@sha256:[0-9a-f]{64}$`, image)
}

fixed contains image if {
	some image in images
	is_string(image)
	[_, tag] := regex.find_all_string_submatch_n(`^[^@\s]*[^@\s:/]:([A-Za-z0-9_][A-Za-z0-9_.-]*)$`, image, 1)[0]
	not mutable(tag)
}

mutable(tag) if lower(tag) in mutable_tags

mutable_tags := config.value("mutable_tags")
