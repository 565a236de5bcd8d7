# How long a pod takes to leave: the hook before it is told to stop, and the time it then has in all.
package lib.drain

import data.lib.inventory

# Seconds from the decision to the kill; 30 where the pod doesn't say.
grace(pod) := inventory.optional(pod.spec, "terminationGracePeriodSeconds", 30)

# Seconds that each container with a preStop hook sleeps, as far as anybody can tell.
pauses := [pause |
	some container in inventory.containers
	hook := container.spec.lifecycle.preStop
	pause := {"container": container, "seconds": slept(hook)}
]

slept(hook) := hook.sleep.seconds if {
	is_number(hook.sleep.seconds)
} else := to_number(written) if {
	line := concat(" ", [word | some word in inventory.list(hook.exec, "command"); is_string(word)])
	written := regex.find_all_string_submatch_n(`(?:^|[\s/;&])sleep\s+([1-9][0-9]{0,5})(?:$|[\s;&s])`, line, 1)[0][1]
}

# The longest pause of each pod that has one, by its object's kind, namespace and name.
longest := {owner: max(seconds) | some owner, seconds in paused}

paused[owner] contains pause.seconds if {
	some pause in pauses
	owner := key(pause.container.pod)
}

key(pod) := json.marshal([pod.kind, pod.namespace, pod.object.metadata.name])

wait(pod) := object.get(longest, key(pod), 0)
