package policy.reliability.one_autoscaler

import data.lib.finding
import data.lib.scale

# METADATA
# scope: rule
# title: A workload has one autoscaler
# description: >-
#   No two HorizontalPodAutoscalers or ScaledObjects scale the same workload. They would overrule each other every few
#   seconds.
# related_resources:
#   - https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
#   - https://keda.sh/docs/latest/concepts/scaling-deployments/
# custom:
#   severity: error
#   scope: namespace
#   message: >-
#     {target} is scaled by all of {scalers}
#   remediation: >-
#     Keep one autoscaler with all metrics; a ScaledObject makes a HorizontalPodAutoscaler of its own.
#   config: []
deny contains finding.of_object(scaler, ["spec", "scaleTargetRef"], args) if {
	some positions in scale.by_target
	count(positions) > 1
	some position in positions
	scaler := scale.autoscalers[position].object
	args := {"target": finding.text(scaler.spec.scaleTargetRef, "name"), "scalers": concat(", ", scale.names(positions))}
}
