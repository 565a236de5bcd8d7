package policy.quota.exceeded

import data.lib.amount
import data.lib.config
import data.lib.finding
import data.lib.quantity
import data.lib.usage

# METADATA
# scope: rule
# title: Workloads fit their namespace's quota
# description: >-
#   What all workloads of a namespace take at their autoscalers' maxima and while they roll out is within each
#   ResourceQuota. Otherwise pods stay pending just when load is highest. A quota with scopes counts the pods that
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
#   config: [cronjob_overlap, daemonset_nodes, quota_contributors_shown]
deny contains finding.of_object(allowance.object, ["spec", "hard", allowance.key], args) if {
	some allowance in usage.allowances
	used := usage.used(allowance.want)
	used > allowance.nano
	contributors := usage.contributors(allowance.want)
	args := {
		"resource": allowance.key,
		"used": amount.show(allowance.want.resource, used),
		"hard": quantity.text(allowance.hard),
		"biggest": concat(", ", shares(contributors)),
		"contributors": contributors,
	}
}

# The biggest contributors in words; the finding's arguments hold all of them.
shares(contributors) := [share |
	some contributor in array.slice(contributors, 0, config.value("quota_contributors_shown"))
	share := concat(" ", [contributor.object, contributor.amount])
]
