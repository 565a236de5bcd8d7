package policy.quota.exceeded

import data.lib.finding
import data.lib.usage

# METADATA
# scope: rule
# title: Workloads fit their namespace's quota
# description: >-
#   What all workloads of a namespace take at their autoscalers' maxima and while they roll out is within each
#   ResourceQuota, times what the configuration lets autoscalers be promised. Otherwise pods stay pending just when load is highest. A quota with scopes counts the pods that
#   are in all of them.
# related_resources:
#   - https://kubernetes.io/docs/concepts/policy/resource-quotas/
#   - https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers
# custom:
#   severity: error
#   scope: namespace
#   message: >-
#     {resource}: {used} needed at most, {hard} allowed; {biggest}
#   remediation: >-
#     Lower scaling.max or compute in the spec of the biggest model, or raise the tenant's quota in the
#     stack's settings.
#   config: [cronjob_overlap, daemonset_nodes, quota_contributors_shown, quota_oversubscription]
deny contains finding.of_object(allowance.object, ["spec", "hard", allowance.key], usage.told(allowance)) if {
	some allowance in usage.allowances
	usage.exceeded(allowance)
}
