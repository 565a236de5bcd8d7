package lib.usage_test

import data.lib.sample_test as sample
import data.lib.usage

stateful := sample.workload("StatefulSet", {
	"replicas": 3,
	"template": {"spec": sample.pod},
	"volumeClaimTemplates": [{"spec": {"resources": {"requests": {"storage": "10Gi"}}}}],
})

claim := sample.namespaced(
	"v1",
	"PersistentVolumeClaim",
	"data",
	{"spec": {"storageClassName": "fast", "resources": {"requests": {"storage": "40Gi"}}}},
)

job := object.union(sample.workload("Job", {"template": {"spec": sample.pod}}), {"metadata": {"name": "train"}})

pods(amount_of_three, amount_of_one) := [
	{"object": "StatefulSet/iris", "pods": 3, "amount": amount_of_three, "share": "75 %"},
	{"object": "Job/train", "pods": 1, "amount": amount_of_one, "share": "25 %"},
]

claim_of_one(amount, share) := {"object": "PersistentVolumeClaim/data", "pods": 1, "amount": amount, "share": share}

claims_of_three(amount, share) := {"object": "StatefulSet/iris", "pods": 3, "amount": amount, "share": share}

cases := {
	"cpu": pods("1.5", "0.5"),
	"memory": pods("3Gi", "1Gi"),
	"ephemeral-storage": pods("6Gi", "2Gi"),
	"requests.cpu": pods("1.5", "0.5"),
	"limits.memory": pods("3Gi", "1Gi"),
	"requests.nvidia.com/gpu": [],
	"requests.services": [],
	"pods": pods("3", "1"),
	"count/pods": pods("3", "1"),
	"requests.storage": [claim_of_one("40Gi", "57 %"), claims_of_three("30Gi", "42 %")],
	"fast.storageclass.storage.k8s.io/requests.storage": [claim_of_one("40Gi", "100 %")],
	"fast.storageclass.storage.k8s.io/persistentvolumeclaims": [claim_of_one("1", "100 %")],
	"slow.storageclass.storage.k8s.io/persistentvolumeclaims": [],
	"count/jobs.batch": [{"object": "Job/train", "pods": 1, "amount": "1", "share": "100 %"}],
	"count/networkpolicies.networking.k8s.io": [{"object": "NetworkPolicy/closed", "pods": 1, "amount": "1", "share": "100 %"}],
	"count/ingresses.networking.k8s.io": [{"object": "Ingress/open", "pods": 1, "amount": "1", "share": "100 %"}],
	"count/persistentvolumes": [],
	"services": [{"object": "Service/iris", "pods": 1, "amount": "1", "share": "100 %"}],
	"persistentvolumeclaims": [claims_of_three("3", "75 %"), claim_of_one("1", "25 %")],
	"count/persistentvolumeclaims": [claims_of_three("3", "75 %"), claim_of_one("1", "25 %")],
}

others := [
	sample.namespaced("v1", "Service", "iris", {}),
	sample.namespaced("networking.k8s.io/v1", "NetworkPolicy", "closed", {}),
	sample.namespaced("networking.k8s.io/v1", "Ingress", "open", {}),
	sample.namespaced("v1", 5, "odd", {}),
	elsewhere(sample.namespaced("v1", "Service", "theirs", {})),
	elsewhere(claim),
]

elsewhere(object_of_models) := object.union(object_of_models, {"metadata": {"namespace": "other"}})

test_contributors[key] if {
	some key, contributors in cases
	objects := array.concat([sample.namespace, stateful, job, claim, sample.quota({key: "0"})], others)
	some allowance in usage.allowances with input as sample.stack(objects)
	found := usage.contributors(allowance.want) with input as sample.stack(objects)
	found == contributors
}

test_other_keys_are_not_computed if {
	quota := sample.quota({"requestz.cpu": "1", "pods": "x"})
	allowances := usage.allowances with input as sample.stack([sample.namespace, quota])
	allowances == []
}

# Of pods that ask for everything: a quota for those that ask for nothing counts none of them, and no other object.
test_a_scope_leaves_out[key] if {
	some key in ["cpu", "pods", "requests.storage", "services"]
	quota := object.union(sample.quota({key: "0"}), {"spec": {"scopes": ["BestEffort"]}})
	objects := array.concat([sample.namespace, stateful, job, claim, quota], others)
	some allowance in usage.allowances with input as sample.stack(objects)
	usage.contributors(allowance.want) == [] with input as sample.stack(objects)
}

test_overhead_is_no_claim if {
	pod := sample.workload("Pod", object.union(sample.pod, {"overhead": {"storage": "1Gi"}}))
	objects := [sample.namespace, pod, sample.quota({"requests.storage": "0"})]
	some allowance in usage.allowances with input as sample.stack(objects)
	usage.contributors(allowance.want) == [] with input as sample.stack(objects)
}

test_who_takes_nothing_is_not_named if {
	idle := object.union(sample.workload("Pod", {"containers": [{"name": "a"}]}), {"metadata": {"name": "idle"}})
	objects := [sample.namespace, job, idle, sample.quota({"cpu": "0"})]
	some allowance in usage.allowances with input as sample.stack(objects)
	found := usage.contributors(allowance.want) with input as sample.stack(objects)
	[contributor.object | some contributor in found] == ["Job/train"]
}

test_nobody_is_named_where_there_is_enough if {
	usage.takers == {} with input as sample.stack([sample.namespace, stateful, sample.quota({"pods": "100"})])
}

test_the_smallest_of_very_many_are_only_counted if {
	settings := object.union(data.config, {"defaults": object.union(data.config.defaults, {"quota_contributors_shown": 1})})
	objects := [sample.namespace, stateful, job, sample.quota({"pods": "0"})]
	some allowance in usage.allowances with input as sample.stack(objects)
	told := usage.told(allowance) with input as sample.stack(objects) with data.config as settings
	told.biggest == "StatefulSet/iris 3 (75 %), and 1 more"
}
