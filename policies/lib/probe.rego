# Probes of the containers that should have them, and what they call.
package lib.probe

import data.lib.inventory

# Regular containers of what runs on and on.
containers := [container |
	some container in inventory.containers
	container.field == "containers"
	container.pod.kind in {"Deployment", "StatefulSet", "DaemonSet"}
]

present(container, field) if handler(container, field) != {}

handler(container, field) := {type: call |
	some type, call in inventory.mapping(container.spec, field)
	type in handlers
	is_object(call)
}

handlers := {"exec", "grpc", "httpGet", "tcpSocket"}
