package policy.consistency.autoscaler_target

import data.lib.finding
import data.lib.inventory
import data.lib.reference
import data.lib.scale

# METADATA
# scope: rule
# title: An autoscaler scales something
# description: >-
#   The workload that a HorizontalPodAutoscaler or ScaledObject names is there.
# related_resources:
#   - https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
# custom:
#   severity: error
#   scope: namespace
#   message: >-
#     there is no {kind} {name} to scale
#   remediation: >-
#     Name the workload in scaleTargetRef, or remove the autoscaler.
#   config: []
deny contains finding.of_object(scaler.object, ["spec", "scaleTargetRef"], {"kind": kind, "name": name}) if {
	some scaler in scale.autoscalers
	namespace := scaler.object.metadata.namespace
	namespace in inventory.namespaces
	kind := inventory.optional(scaler.object.spec.scaleTargetRef, "kind", "Deployment")
	kind in {"Deployment", "ReplicaSet", "ReplicationController", "StatefulSet"}
	name := scaler.object.spec.scaleTargetRef.name
	key := reference.place(kind, namespace, name)
	not reference.exists(key)
}
