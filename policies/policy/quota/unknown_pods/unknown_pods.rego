package policy.quota.unknown_pods

import data.lib.demand
import data.lib.finding
import data.lib.inventory

# METADATA
# scope: rule
# title: The number of pods can be told
# description: >-
#   How many pods a workload may have at one time can be computed from its replicas, parallelism, surge and
#   autoscalers: each is a whole number, or a percentage where the API takes one.
# related_resources:
#   - https://kubernetes.io/docs/concepts/workloads/controllers/deployment/
# custom:
#   severity: error
#   scope: object
#   message: how many pods {workload} may have can't be told from its spec and its autoscaler
#   remediation: >-
#     Write replicas, parallelism and maxReplicas as whole numbers, and maxSurge as a whole number or a percentage
#     such as 25%.
#   config: [cronjob_overlap, daemonset_nodes]
deny contains finding.of_object(pod.object, ["spec"], {"workload": workload}) if {
	some index, pod in inventory.pods
	not countable(index)
	workload := concat("/", [pod.kind, finding.identity(pod.object).name])
}

countable(index) if demand.pods_max[index] >= 0
