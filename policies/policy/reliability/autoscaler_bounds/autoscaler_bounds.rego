package policy.reliability.autoscaler_bounds

import data.lib.finding
import data.lib.scale

# METADATA
# scope: rule
# title: An autoscaler's bounds are in order
# description: >-
#   The fewest replicas of an autoscaler are not more than the most. The API server refuses a HorizontalPodAutoscaler
#   otherwise, and KEDA a ScaledObject.
# related_resources:
#   - https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/
#   - https://keda.sh/docs/latest/reference/scaledobject-spec/
# custom:
#   severity: error
#   scope: object
#   message: >-
#     the autoscaler keeps between {fewest} and {most} replicas
#   remediation: >-
#     Set scaling.min to at most scaling.max in the model's spec; a HorizontalPodAutoscaler needs maxReplicas.
#   config: []
deny contains finding.of_object(scaler.object, ["spec", scaler.least], {"fewest": scaler.fewest, "most": scaler.most}) if {
	some scaler in scale.autoscalers
	not ordered(scaler)
}

ordered(scaler) if {
	is_number(scaler.fewest)
	is_number(scaler.most)
	scaler.fewest <= scaler.most
}
