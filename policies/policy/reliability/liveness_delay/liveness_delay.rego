package policy.reliability.liveness_delay

import data.lib.finding
import data.lib.inventory
import data.lib.probe

# METADATA
# scope: rule
# title: Liveness waits for startup, not for a fixed time
# description: >-
#   No liveness probe has an initialDelaySeconds above 0. A model that loads slowly would be killed, and one that
#   loads quickly is unwatched for no reason; the startup probe holds liveness back exactly as long as needed.
# related_resources:
#   - https://kubernetes.io/docs/concepts/workloads/pods/probes/
# custom:
#   severity: error
#   scope: object
#   message: the liveness probe of container {container} waits {seconds} s rather than for the startup probe
#   remediation: >-
#     Remove initialDelaySeconds and give the startup probe a failureThreshold times periodSeconds that covers
#     loading the model.
#   config: []
deny contains finding.of_container(container, ["livenessProbe", "initialDelaySeconds"], {"seconds": seconds}) if {
	some container in probe.containers
	seconds := inventory.optional(inventory.mapping(container.spec, "livenessProbe"), "initialDelaySeconds", 0)
	not none(seconds)
}

none(seconds) if seconds == 0
