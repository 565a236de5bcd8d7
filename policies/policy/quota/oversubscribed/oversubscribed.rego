package policy.quota.oversubscribed

import data.lib.finding
import data.lib.usage

# METADATA
# scope: rule
# title: Autoscalers aren't promised more than there is
# description: >-
#   With every autoscaler at its maximum the workloads of a namespace would take nearly all of a ResourceQuota, or more:
#   as much as the configuration warns of, and not yet as much as it refuses.
# related_resources:
#   - https://kubernetes.io/docs/concepts/policy/resource-quotas/
# custom:
#   severity: warning
#   scope: namespace
#   message: >-
#     {resource}: {used} needed with every autoscaler at its maximum, {hard} allowed; {biggest}
#   remediation: >-
#     Lower scaling.max or compute in the spec of the biggest model, or raise the tenant's quota in the
#     stack's settings.
#   config: [cronjob_overlap, daemonset_nodes, quota_contributors_shown, quota_oversubscription]
deny contains finding.of_object(allowance.object, ["spec", "hard", allowance.key], usage.told(allowance)) if {
	some allowance in usage.allowances
	usage.promised(allowance, "warning")
	usage.least(allowance.want) < usage.used(allowance.want)
	not usage.exceeded(allowance)
}
