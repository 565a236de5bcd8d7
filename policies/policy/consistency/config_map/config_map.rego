package policy.consistency.config_map

import data.lib.finding
import data.lib.reference

# METADATA
# scope: rule
# title: A ConfigMap that a pod reads is there
# description: >-
#   Every ConfigMap that a pod mounts or reads, unless as optional, is in its namespace. The pod would not start.
# related_resources:
#   - https://kubernetes.io/docs/concepts/storage/volumes/
# custom:
#   severity: error
#   scope: namespace
#   message: >-
#     there is no ConfigMap {name} in the namespace
#   remediation: >-
#     Add the ConfigMap, correct its name, or make the reference optional; a model's own is named after its content.
#   config: []
deny contains finding.of_pod(missing.pod, missing.path, {"name": missing.name}) if {
	some missing in reference.missing
	missing.kind == "ConfigMap"
}
