# Objects that no rule denies; each test changes one thing. Shared by the tests of all rules.
package lib.sample_test

stack(objects) := {
	"objects": objects,
	"context": {"stack": "prod", "environment": "prod", "cloud": null, "kubernetesVersion": "1.35", "maxNodes": 4},
	"now_ns": 1795219200000000000,
}

# The same, held to a level and version of the Pod Security Standards.
held(level, version, objects) := object.union(
	stack(objects),
	{"context": {"podSecurity": level, "kubernetesVersion": version}},
)

amounts := {"cpu": "500m", "memory": "1Gi", "ephemeral-storage": "2Gi"}

image := concat("@sha256:", ["registry.example.invalid/slipway/app", concat("", ["a" | some _ in numbers.range(1, 64)])])

labels := {"app": "iris", "slipway.dev/owner": "data-science"}

container := {
	"name": "server",
	"image": image,
	"ports": [{"name": "http", "containerPort": 8080}],
	"resources": {"requests": amounts, "limits": amounts},
	"securityContext": {
		"allowPrivilegeEscalation": false,
		"readOnlyRootFilesystem": true,
		"capabilities": {"drop": ["ALL"]},
	},
	"startupProbe": {"httpGet": {"path": "/ready", "port": "http"}},
	"livenessProbe": {"httpGet": {"path": "/live", "port": "http"}},
	"readinessProbe": {"httpGet": {"path": "/ready", "port": "http"}},
}

pod := {
	"serviceAccountName": "iris",
	"automountServiceAccountToken": false,
	"securityContext": {"runAsNonRoot": true, "seccompProfile": {"type": "RuntimeDefault"}},
	"containers": [container],
}

workload(kind, spec) := {
	"apiVersion": object.get(api_versions, kind, "apps/v1"),
	"kind": kind,
	"metadata": {"name": "iris", "namespace": "models", "labels": labels},
	"spec": spec,
}

api_versions := {"Job": "batch/v1", "CronJob": "batch/v1", "Pod": "v1"}

# A Deployment whose pod differs from the sample.
deployment(patch) := of_pods("Deployment", {}, patch)

# A workload of three fields: its selector, its pods' labels and its pods; the spec has others where a test adds them.
of_pods(kind, spec, patch) := workload(kind, object.union(
	{
		"selector": {"matchLabels": {"app": "iris"}},
		"template": {"metadata": {"labels": labels}, "spec": object.union(pod, patch)},
	},
	spec,
))

# A Deployment whose pod's metadata says something.
annotated(annotations) := workload(
	"Deployment",
	{"template": {"metadata": {"annotations": annotations}, "spec": pod}},
)

# A Deployment whose one container differs from the sample.
serving(patch) := deployment({"containers": [object.union(container, patch)]})

namespaced(api_version, kind, name, rest) := object.union(
	{"apiVersion": api_version, "kind": kind, "metadata": {"name": name, "namespace": "models"}},
	rest,
)

namespace := labelled({"pod-security.kubernetes.io/enforce": "restricted"})

labelled(labels) := {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "models", "labels": labels}}

quota(hard) := namespaced("v1", "ResourceQuota", "quota", {"spec": {"hard": hard}})

identity(kind) := {
	"apiVersion": object.get(api_versions, kind, "apps/v1"),
	"kind": kind,
	"namespace": "models",
	"name": "iris",
}

service_account := namespaced("v1", "ServiceAccount", "iris", {})

# What a rule says of an object.
of(object, path, args) := {
	"object": {
		"apiVersion": object.apiVersion,
		"kind": object.kind,
		"namespace": object.metadata.namespace,
		"name": object.metadata.name,
	},
	"container": null,
	"path": path,
	"args": args,
}

# What a rule says of the sample Deployment's pod, and of its container.
in_pod(path, args) := {
	"object": identity("Deployment"),
	"container": null,
	"path": concat("", ["/spec/template/spec", path]),
	"args": args,
}

in_container(path, args) := object.union(
	in_pod(concat("", ["/containers/0", path]), args),
	{"container": "server"},
)

in_namespace := {
	"object": {"apiVersion": "v1", "kind": "Namespace", "namespace": "", "name": "models"},
	"container": null,
	"path": "/metadata/name",
	"args": {"namespace": "models"},
}
