# Which resources are GPUs, and who asks for them.
package lib.device

import data.lib.config
import data.lib.inventory

devices := config.value("gpu_resources")

# Every distinct name of a resource that is a GPU.
names := {resource |
	some block in inventory.blocks
	some resource in asked(block)
	gpu(resource)
}

asked(block) := object.keys(inventory.mapping(block, "requests")) | object.keys(inventory.mapping(block, "limits"))

gpu(resource) if resource in devices

gpu(resource) if {
	some device in devices
	endswith(device, "/")
	startswith(resource, device)
}

# The GPUs that each resources block asks for; most ask for none and have no entry.
of_block := {block: found |
	some block in inventory.blocks
	found := asked(block) & names
	found != set()
}

# Every container that asks for a GPU, with what it asks for.
containers := [user |
	some container in inventory.containers
	found := of_block[container.resources]
	user := {"container": container, "resources": found}
]
