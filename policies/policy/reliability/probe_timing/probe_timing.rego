package policy.reliability.probe_timing

import data.lib.finding
import data.lib.inventory
import data.lib.probe

# METADATA
# scope: rule
# title: A probe's answer is awaited no longer than its period
# description: >-
#   No probe has a timeoutSeconds above its periodSeconds. Probes would be late, and a slow server would look alive for
#   longer than its failureThreshold says.
# related_resources:
#   - https://kubernetes.io/docs/concepts/workloads/pods/probes/
# custom:
#   severity: error
#   scope: object
#   message: >-
#     the {probe} of container {container} waits {timeout} s for an answer and runs every {period} s
#   remediation: >-
#     Lower timeoutSeconds or raise periodSeconds; a model's runtime brings probes whose times fit.
#   config: []
deny contains finding.of_container(container, [field, "timeoutSeconds"], args) if {
	some container in probe.containers
	some field in ["startupProbe", "livenessProbe", "readinessProbe"]
	spec := inventory.mapping(container.spec, field)
	timeout := inventory.optional(spec, "timeoutSeconds", 1)
	period := inventory.optional(spec, "periodSeconds", 10)
	not timeout <= period
	args := {"probe": field, "timeout": timeout, "period": period}
}
