package policy.images.registry

import data.lib.config
import data.lib.finding
import data.lib.inventory

# METADATA
# scope: rule
# title: Images come from known registries
# description: >-
#   Every image's name begins with one of the prefixes that the environment allows. An empty list allows every
#   registry. Names without a registry are Docker Hub's, as for the container runtime.
# related_resources:
#   - https://kubernetes.io/docs/concepts/containers/images/
# custom:
#   severity: error
#   scope: object
#   message: >-
#     container {container} runs image {image}, whose registry is none of those allowed
#   remediation: >-
#     Copy the image to an allowed registry and name it in the stack's settings, slipway:images; or add the registry to
#     image_registries in policies/config/data.yaml.
#   config: [image_registries]
deny contains finding.of_container(container, ["image"], {"image": container.spec.image}) if {
	some container in inventory.containers
	container.spec.image in foreign
}

# Each distinct image is looked at once.
images contains image if {
	some container in inventory.containers
	image := container.spec.image
	is_string(image)
}

foreign contains image if {
	registries != []
	some image in images
	not allowed(image)
}

allowed(image) if {
	some registry in registries
	startswith(full(image), registry)
}

registries := config.value("image_registries")

# The name with its registry: the part before the first slash, if it has a dot or a port or is localhost.
full(image) := image if {
	regex.match(`^([^/]*[.:][^/]*|localhost)/`, image)
} else := concat("", ["docker.io/", image]) if {
	contains(image, "/")
} else := concat("", ["docker.io/library/", image])
