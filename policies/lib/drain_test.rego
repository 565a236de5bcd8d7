package lib.drain_test

import data.lib.drain
import data.lib.sample_test as sample

hooks := {
	"sleep": {"hook": {"sleep": {"seconds": 15}}, "seconds": [15]},
	"a command": {"hook": {"exec": {"command": ["sleep", "20"]}}, "seconds": [20]},
	"a path": {"hook": {"exec": {"command": ["/bin/sleep", "20s"]}}, "seconds": [20]},
	"a shell": {"hook": {"exec": {"command": ["sh", "-c", "nginx -s quit; sleep 7; true"]}}, "seconds": [7]},
	"no sleep": {"hook": {"exec": {"command": ["nginx", "-s", "quit"]}}, "seconds": []},
	"minutes are not told": {"hook": {"exec": {"command": ["sleep", "2m"]}}, "seconds": []},
	"another word": {"hook": {"exec": {"command": ["nosleep 5"]}}, "seconds": []},
	"an endpoint": {"hook": {"httpGet": {"path": "/drain"}}, "seconds": []},
	"a word that is none": {"hook": {"exec": {"command": ["sleep", 5]}}, "seconds": []},
	"seconds that are text": {"hook": {"sleep": {"seconds": "5"}}, "seconds": []},
	"nothing": {"hook": null, "seconds": []},
}

test_slept[name] if {
	some name, case in hooks
	found := [pause.seconds | some pause in drain.pauses] with input as sample.stack([sample.serving({"lifecycle": {"preStop": case.hook}})])
	found == case.seconds
}

asleep(name, seconds) := object.union(
	sample.container,
	{"name": name, "lifecycle": {"preStop": {"sleep": {"seconds": seconds}}}},
)

test_longest_pause_of_a_pod if {
	objects := [
		sample.deployment({"containers": [asleep("a", 5), asleep("b", 9), sample.container]}),
		sample.workload("StatefulSet", {"template": {"spec": sample.pod}}),
	]
	longest := drain.longest with input as sample.stack(objects)
	longest == {json.marshal(["Deployment", "models", "iris"]): 9}
}

pod := {"kind": "Deployment", "namespace": "models", "object": {"metadata": {"name": "iris"}}}

test_wait_of_a_pod_without_hooks if drain.wait(pod) == 0 with input as {}

test_wait_of_a_pod_with_a_hook if {
	drain.wait(pod) == 5 with input as sample.stack([sample.deployment({"initContainers": [asleep("a", 5)]})])
}

test_grace if {
	drain.grace({"spec": {}}) == 30
	drain.grace({"spec": {"terminationGracePeriodSeconds": 5}}) == 5
}
