# How long a pod takes to leave: the hook before it is told to stop, and the time it then has in all.
package lib.drain

import data.lib.inventory

# Seconds from the decision to the kill; 30 where the pod doesn't say.
grace(pod) := inventory.optional(pod.spec, "terminationGracePeriodSeconds", 30)

# Seconds that each container with a preStop hook sleeps, as far as anybody can tell.
pauses := [pause |
	some position, pod in inventory.pods
	some field in ["containers", "initContainers"]
	some index, spec in inventory.list(pod.spec, field)
	seconds := slept(spec.lifecycle.preStop)
	container := {"pod": pod, "field": field, "index": index, "spec": spec}
	pause := {"position": position, "container": container, "seconds": seconds}
]

slept(hook) := hook.sleep.seconds if {
	is_number(hook.sleep.seconds)
} else := to_number(written) if {
	line := concat(" ", [word | some word in inventory.list(hook.exec, "command"); is_string(word)])
	written := regex.find_all_string_submatch_n(`(?:^|[\s/;&])sleep\s+([1-9][0-9]{0,5})(?:$|[\s;&s])`, line, 1)[0][1]
}

# The longest pause of each pod, by position in inventory.pods.
longest := {position: max(seconds) | some position, seconds in paused}

paused[pause.position] contains pause.seconds if some pause in pauses

wait(position) := object.get(longest, position, 0)
