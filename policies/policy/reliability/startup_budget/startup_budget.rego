package policy.reliability.startup_budget

import data.lib.finding
import data.lib.inventory
import data.lib.probe

# METADATA
# scope: rule
# title: Startup gets at least as long as liveness
# description: >-
#   A startup probe gives up no sooner than the liveness probe would. A shorter one kills a server that is still
#   loading its model, which is what it is there to prevent.
# related_resources:
#   - https://kubernetes.io/docs/concepts/workloads/pods/probes/
# custom:
#   severity: warning
#   scope: object
#   message: >-
#     container {container} has {startup} s to start and {liveness} s to fail its liveness probe
#   remediation: >-
#     Raise lifecycle.loadBudgetSeconds in the model's spec, which sets failureThreshold of the startup probe.
#   config: []
deny contains finding.of_container(container, ["startupProbe", "failureThreshold"], args) if {
	some container in probe.containers
	startup := budget(inventory.mapping(container.spec, "startupProbe"))
	liveness := budget(inventory.mapping(container.spec, "livenessProbe"))
	startup < liveness
	args := {"startup": startup, "liveness": liveness}
}

# Seconds until a probe gives up; undefined for no probe.
budget(spec) := failures * period if {
	spec != {}
	failures := inventory.optional(spec, "failureThreshold", 3)
	period := inventory.optional(spec, "periodSeconds", 10)
	is_number(failures)
	is_number(period)
}
