package policy.reliability.replicas

import data.lib.finding
import data.lib.inventory
import data.lib.scale

# METADATA
# scope: rule
# title: Git and an autoscaler don't both set replicas
# description: >-
#   A workload that an autoscaler scales states no spec.replicas. Each synchronisation with Git would undo what the
#   autoscaler decided, and drop replicas under load.
# related_resources:
#   - https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling
# custom:
#   severity: error
#   scope: namespace
#   message: >-
#     {kind} states {replicas} replicas, which {scalers} changes
#   remediation: >-
#     Use scaling.min and scaling.max in the model's spec without scaling.replicas, or remove spec.replicas.
#   config: []
deny contains finding.of_object(pod.object, ["spec", "replicas"], args) if {
	some pod in inventory.pods
	replicas := inventory.optional(pod.object.spec, "replicas", null)
	replicas != null
	positions := scale.of_pod(pod)
	positions != set()
	args := {"kind": pod.kind, "replicas": replicas, "scalers": concat(", ", scale.names(positions))}
}
