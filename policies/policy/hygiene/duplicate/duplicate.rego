package policy.hygiene.duplicate

import data.lib.finding
import data.lib.inventory

# METADATA
# scope: rule
# title: Every object is there once
# description: >-
#   No two objects of the input are of the same API group, kind, namespace and name. The last one applied would win,
#   and tools differ in which that is.
# related_resources:
#   - https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
# custom:
#   severity: error
#   scope: stack
#   message: >-
#     {count} objects have this name
#   remediation: >-
#     Remove or rename all but one.
#   config: []
deny contains finding.of_object(inventory.objects[position], ["metadata", "name"], {"count": count(positions)}) if {
	some positions in named
	count(positions) > 1
	some position in positions
}

named[key] contains position if {
	some position, object in inventory.objects
	metadata := object.metadata
	key := json.marshal([object.kind, inventory.group(object), inventory.optional(metadata, "namespace", ""), metadata.name])
}
