package policy.hygiene.malformed_object

import data.lib.finding
import data.lib.inventory

# METADATA
# scope: rule
# title: Every object says what it is
# description: >-
#   Every object is a mapping with an apiVersion, a kind and a metadata.name that are text. Nothing else can be
#   recognised, reported or waived.
# related_resources:
#   - https://kubernetes.io/docs/concepts/overview/working-with-objects/
# custom:
#   severity: error
#   scope: object
#   message: >-
#     {field} is missing or is not text
#   remediation: >-
#     Set the field. A List inside a List inside a List must be flattened, and generateName can't be used with
#     GitOps.
#   config: []
deny contains finding.of_object(object, path, {"field": concat(".", path)}) if {
	some object in inventory.objects
	not whole(object)
	some path in [["apiVersion"], ["kind"], ["metadata", "name"]]
	not named(object, path)
}

whole(object) if {
	is_string(object.apiVersion)
	is_string(object.kind)
	is_string(object.metadata.name)
	object.apiVersion != ""
	object.kind != ""
	object.metadata.name != ""
}

named(object, path) if {
	text := inventory.at(object, path)
	is_string(text)
	text != ""
}
