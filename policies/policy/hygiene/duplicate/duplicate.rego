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
deny contains finding.of_object(object, ["metadata", "name"], {"count": count(same)}) if {
	some positions in named
	count(positions) > 1
	some position in positions
	object := inventory.objects[position]
	same := {other | some other in positions; inventory.group(inventory.objects[other]) == inventory.group(object)}
	count(same) > 1
}

named[key] contains position if {
	some position, object in inventory.objects
	key := json.marshal([object.kind, object.metadata.namespace, object.metadata.name])
}

named[key] contains position if {
	some position, object in inventory.objects
	not object.metadata.namespace
	key := json.marshal([object.kind, object.metadata.name])
}
