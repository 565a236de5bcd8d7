package lib.demand_test

import data.lib.demand
import data.lib.sample_test as sample

template := {"template": {"spec": sample.pod}}

of(kind, spec) := sample.workload(kind, object.union(template, spec))

scaler(target, rest) := sample.namespaced("autoscaling/v2", "HorizontalPodAutoscaler", "iris", {"spec": object.union(
	{"scaleTargetRef": {"kind": target, "name": "iris"}},
	rest,
)})

keda(target, rest) := sample.namespaced("keda.sh/v1alpha1", "ScaledObject", "iris", {"spec": object.union(
	{"scaleTargetRef": target},
	rest,
)})

rolling(surge) := {"rollingUpdate": {"maxSurge": surge}}

owned := object.union(
	of("ReplicaSet", {"replicas": 3}),
	{"metadata": {"ownerReferences": [{"kind": "Deployment", "name": "iris"}]}},
)

# The pods of the first workload; null where nobody can tell.
cases := {
	"a deployment's default": {"objects": [of("Deployment", {})], "pods": 2},
	"replicas and the default surge, rounded up": {"objects": [of("Deployment", {"replicas": 5})], "pods": 7},
	"no surge": {"objects": [of("Deployment", {"replicas": 5, "strategy": rolling(0)})], "pods": 5},
	"surge as a number": {"objects": [of("Deployment", {"replicas": 5, "strategy": rolling(3)})], "pods": 8},
	"surge in percent": {"objects": [of("Deployment", {"replicas": 3, "strategy": rolling("100%")})], "pods": 6},
	"a malformed surge": {"objects": [of("Deployment", {"strategy": rolling("25")})], "pods": null},
	"recreated": {"objects": [of("Deployment", {"replicas": 5, "strategy": {"type": "Recreate"}})], "pods": 5},
	"no replicas": {"objects": [of("Deployment", {"replicas": 0})], "pods": 0},
	"negative replicas": {"objects": [of("Deployment", {"replicas": -1})], "pods": null},
	"an autoscaler": {
		"objects": [of("Deployment", {"replicas": 1}), scaler("Deployment", {"maxReplicas": 10})],
		"pods": 13,
	},
	"an autoscaler of a target without a name": {
		"objects": [
			of("Deployment", {"replicas": 4}),
			scaler("Deployment", {"maxReplicas": 10, "scaleTargetRef": {"kind": "Deployment", "name": 5}}),
		],
		"pods": 5,
	},
	"an autoscaler of a target without a kind": {
		"objects": [
			of("Deployment", {"replicas": 4}),
			scaler("Deployment", {"maxReplicas": 10, "scaleTargetRef": {"kind": 5, "name": "iris"}}),
		],
		"pods": 5,
	},
	"another's autoscaler": {
		"objects": [of("Deployment", {"replicas": 4}), scaler("StatefulSet", {"maxReplicas": 10})],
		"pods": 5,
	},
	"an autoscaler without a target": {
		"objects": [
			of("Deployment", {"replicas": 4}),
			sample.namespaced("autoscaling/v2", "HorizontalPodAutoscaler", "a", {}),
		],
		"pods": 5,
	},
	"an autoscaler without a maximum": {"objects": [of("Deployment", {}), scaler("Deployment", {})], "pods": null},
	"KEDA": {"objects": [of("Deployment", {}), keda({"name": "iris"}, {"maxReplicaCount": 8})], "pods": 10},
	"KEDA's default": {"objects": [of("Deployment", {}), keda({"name": "iris"}, {})], "pods": 125},
	"two autoscalers": {
		"objects": [
			of("StatefulSet", {}),
			keda({"kind": "StatefulSet", "name": "iris"}, {"maxReplicaCount": 8}),
			scaler("StatefulSet", {"maxReplicas": 9}),
		],
		"pods": 9,
	},
	"a stateful set knows no surge": {
		"objects": [of("StatefulSet", {"replicas": 3, "updateStrategy": rolling(1)})],
		"pods": 3,
	},
	"a stateful set": {"objects": [of("StatefulSet", {"replicas": 3})], "pods": 3},
	"a replica set": {"objects": [of("ReplicaSet", {"replicas": 3})], "pods": 3},
	"a replica set of a deployment": {"objects": [owned, of("Deployment", {})], "pods": 0},
	"a replica set of a deployment that isn't there": {"objects": [owned], "pods": 3},
	"a pod": {"objects": [sample.workload("Pod", sample.pod)], "pods": 1},
	"a pod with the field of a cron job": {
		"objects": [sample.workload("Pod", object.union(sample.pod, {"jobTemplate": {"spec": {"parallelism": 3}}}))],
		"pods": 1,
	},
	"a job": {"objects": [of("Job", {})], "pods": 1},
	"a parallel job": {"objects": [of("Job", {"parallelism": 4, "suspend": true})], "pods": 4},
	"a cron job that may overlap": {
		"objects": [
			sample.workload("CronJob", {"jobTemplate": {"spec": object.union(template, {"parallelism": 3})}}),
		],
		"pods": 6,
	},
	"a cron job that may not": {
		"objects": [sample.workload("CronJob", {"concurrencyPolicy": "Forbid", "jobTemplate": {"spec": template}})],
		"pods": 1,
	},
	"a daemon set": {"objects": [of("DaemonSet", {})], "pods": 4},
	"a daemon set that surges": {"objects": [of("DaemonSet", {"updateStrategy": rolling("50%")})], "pods": 6},
	"a daemon set that surges by nobody knows what": {
		"objects": [of("DaemonSet", {"updateStrategy": rolling("50")})],
		"pods": null,
	},
	"a deployment without a name": {
		"objects": [object.union(of("Deployment", {}), {"metadata": {"name": null}})],
		"pods": 2,
	},
	"a pod template": {
		"objects": [sample.namespaced("v1", "PodTemplate", "iris", {"template": {"spec": sample.pod}})],
		"pods": 0,
	},
}

test_pods_max[name] if {
	some name, case in cases
	pods := object.get(demand.pods_max, 0, null) with input as sample.stack(case.objects)
	pods == case.pods
}

least := {
	"an autoscaler's minimum": {"spec": {"minReplicas": 2, "maxReplicas": 10}, "pods": 3},
	"an autoscaler's default": {"spec": {"maxReplicas": 10}, "pods": 2},
	"no autoscaler": {"spec": {"scaleTargetRef": null}, "pods": 2},
	"a minimum that nobody can read": {"spec": {"minReplicas": "2", "maxReplicas": 10}, "pods": 13},
}

test_pods_least[name] if {
	some name, case in least
	pods := demand.pods_least with input as sample.stack([of("Deployment", {}), scaler("Deployment", case.spec)])
	pods == {0: case.pods}
}

test_nodes_by_config if {
	pods := demand.pods_max with input as of("DaemonSet", {})
		with data.config as {"defaults": {"daemonset_nodes": 7}}
	pods == {0: 7}
}

test_nodes_that_are_null_are_by_config if {
	value := object.union(sample.stack([of("DaemonSet", {})]), {"context": {"maxNodes": null}})
	pods := demand.pods_max with input as value with data.config as {"defaults": {"daemonset_nodes": 7}}
	pods == {0: 7}
}
