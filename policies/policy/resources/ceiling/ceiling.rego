package policy.resources.ceiling

import data.lib.amount
import data.lib.config
import data.lib.finding
import data.lib.inventory
import data.lib.quantity

# METADATA
# scope: rule
# title: Nothing is larger than a node
# description: >-
#   No container or pod requests, or is limited to, more of a resource than the configuration's ceiling. It would
#   stay pending, or take a whole node.
# related_resources:
#   - https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
# custom:
#   severity: error
#   scope: object
#   message: >-
#     {subject} has {amount} {resource} in {field}; {ceiling} is the most
#   remediation: Lower the figure, split the model, or raise the ceiling together with the nodes.
#   config: [resource_ceilings]
deny contains finding.of_holder(holder, ["resources", found.field, found.resource], found) if {
	some holder in array.concat(inventory.containers, inventory.pods)
	some found in oversized[holder.resources]
}

ceilings := {resource: {"text": text, "nano": quantity.parse(text)} |
	some resource, text in config.value("resource_ceilings")
}

# What each block has above a ceiling; what is malformed is another rule's.
oversized := {block: excess |
	some block in inventory.blocks
	excess := [found |
		some field in ["requests", "limits"]
		some resource, value in inventory.mapping(block, field)
		quantity.nano[value] > ceilings[resource].nano
		shown := amount.show(resource, quantity.nano[value])
		found := {"field": field, "resource": resource, "amount": shown, "ceiling": ceilings[resource].text}
	]
	excess != []
}
