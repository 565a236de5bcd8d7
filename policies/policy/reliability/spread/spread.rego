package policy.reliability.spread

import data.lib.finding
import data.lib.inventory
import data.lib.scale

# METADATA
# scope: rule
# title: Replicas don't share one node
# description: >-
#   A workload that keeps at least two replicas spreads them with topologySpreadConstraints or podAntiAffinity.
#   Otherwise all may run on the node that fails.
# related_resources:
#   - https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
# custom:
#   severity: warning
#   scope: namespace
#   message: >-
#     {replicas} replicas may all run on one node
#   remediation: >-
#     Add topologySpreadConstraints over kubernetes.io/hostname and topology.kubernetes.io/zone, as every model with
#     scaling.min of at least 2 has.
#   config: []
deny contains finding.of_pod(pod, ["topologySpreadConstraints"], {"replicas": replicas}) if {
	some position, replicas in scale.fewest
	replicas >= 2
	pod := inventory.pods[position]
	not spread(pod)
}

spread(pod) if inventory.list(pod.spec, "topologySpreadConstraints") != []

spread(pod) if {
	affinity := inventory.mapping(inventory.mapping(pod.spec, "affinity"), "podAntiAffinity")
	some strength in ["required", "preferred"]
	inventory.list(affinity, concat("", [strength, "DuringSchedulingIgnoredDuringExecution"])) != []
}
