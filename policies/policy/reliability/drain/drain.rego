package policy.reliability.drain

import data.lib.drain
import data.lib.finding

# METADATA
# scope: rule
# title: A pod lives longer than its preStop hook
# description: >-
#   terminationGracePeriodSeconds is more than what a container's preStop hook sleeps. Otherwise the server is killed
#   before it is told to stop, with requests unanswered.
# related_resources:
#   - https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
#   - https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/
# custom:
#   severity: error
#   scope: object
#   message: >-
#     container {container} sleeps {seconds} s in its preStop hook, and the pod is killed after {grace} s
#   remediation: >-
#     Raise terminationGracePeriodSeconds above the hook's seconds plus what the server needs to finish; in a model's
#     spec lower lifecycle.preStopSeconds.
#   config: []
deny contains finding.of_container(pause.container, ["lifecycle", "preStop"], {"seconds": seconds, "grace": grace}) if {
	some pause in drain.pauses
	seconds := pause.seconds
	grace := drain.grace(pause.container.pod)
	not seconds < grace
}
