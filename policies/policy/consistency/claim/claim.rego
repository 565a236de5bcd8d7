package policy.consistency.claim

import data.lib.config
import data.lib.finding
import data.lib.reference

# METADATA
# scope: rule
# title: A volume claim that a pod mounts is there
# description: >-
#   Every PersistentVolumeClaim that a pod mounts is in its namespace, or is listed as coming from outside. The pod would
#   not be scheduled.
# related_resources:
#   - https://kubernetes.io/docs/concepts/storage/volumes/
# custom:
#   severity: error
#   scope: namespace
#   message: >-
#     there is no PersistentVolumeClaim {name} in the namespace
#   remediation: >-
#     Add the PersistentVolumeClaim, or correct claimName; cache in the model's spec makes both. List a claim that exists
#     in the cluster as namespace/name in outside_claims in policies/config/data.yaml.
#   config: [outside_claims]
deny contains finding.of_pod(missing.pod, missing.path, {"name": missing.name}) if {
	some missing in reference.missing
	missing.kind == "PersistentVolumeClaim"
	name := concat("/", [missing.pod.namespace, missing.name])
	not name in outside
}

outside := config.value("outside_claims")
