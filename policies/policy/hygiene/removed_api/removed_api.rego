package policy.hygiene.removed_api

import data.lib.finding
import data.lib.inventory
import data.lib.kinds
import data.lib.release

# METADATA
# scope: rule
# title: Every object is of an API version that the cluster has
# description: >-
#   No object is of an API version that Kubernetes no longer serves in the cluster's version, which the input's context
#   tells; without it, in any.
# related_resources:
#   - https://kubernetes.io/docs/reference/using-api/deprecation-guide/
# custom:
#   severity: error
#   scope: object
#   message: >-
#     Kubernetes 1.{removed} removed {kind} of {version}; use {instead}
#   remediation: >-
#     Write the object for the version that the deprecation guide names; kubectl convert does it for most.
#   config: [api_changes]
deny contains finding.of_object(object, ["apiVersion"], args) if {
	some type, positions in kinds.typed
	[version, kind] := json.unmarshal(type)
	entry := release.removed[version]
	change := entry[kind]
	some position in positions
	object := inventory.objects[position]
	args := {"kind": kind, "version": version, "removed": change.removed, "instead": change.instead}
}
