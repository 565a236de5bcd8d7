package policy.hygiene.deprecated_api

import data.lib.finding
import data.lib.inventory
import data.lib.kinds
import data.lib.release

# METADATA
# scope: rule
# title: No object is of an API version that will go
# description: >-
#   No object is of an API version that Kubernetes has deprecated in the cluster's version and will remove in a later
#   one.
# related_resources:
#   - https://kubernetes.io/docs/reference/using-api/deprecation-guide/
# custom:
#   severity: warning
#   scope: object
#   message: >-
#     Kubernetes 1.{removed} will remove {kind} of {version}; use {instead}
#   remediation: >-
#     Write the object for the version that the deprecation guide names; kubectl convert does it for most.
#   config: [api_changes]
deny contains finding.of_object(object, ["apiVersion"], args) if {
	some type, positions in kinds.typed
	[version, kind] := json.unmarshal(type)
	entry := release.deprecated[version]
	change := entry[kind]
	some position in positions
	object := inventory.objects[position]
	args := {"kind": kind, "version": version, "removed": change.removed, "instead": change.instead}
}
