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
deny contains finding.of_object(scaler.object, ["spec", scaler.least], args) if {
	some scaler in scale.autoscalers
	fewest := scale.fewest_by(scaler)
	most := scale.most_by(scaler)
	not ordered(fewest, most)
	args := {"fewest": fewest, "most": most}
}

ordered(fewest, most) if {
	is_number(fewest)
	is_number(most)
	fewest <= most
}
