package policy.consistency.claim

import data.lib.finding
import data.lib.reference

# METADATA
# scope: rule
# title: A volume claim that a pod mounts is there
# description: >-
#   Every PersistentVolumeClaim that a pod mounts is in its namespace. The pod would not be scheduled.
# related_resources:
#   - https://kubernetes.io/docs/concepts/storage/volumes/
# custom:
#   severity: error
#   scope: namespace
#   message: >-
#     there is no PersistentVolumeClaim {name} in the namespace
#   remediation: >-
#     Add the PersistentVolumeClaim, or correct claimName; cache in the model's spec makes both.
#   config: []
deny contains finding.of_pod(missing.pod, missing.path, {"name": missing.name}) if {
	some missing in reference.missing
	missing.kind == "PersistentVolumeClaim"
}
