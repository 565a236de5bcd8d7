package policy.network.ingress_class_test

import data.lib.sample_test as sample
import data.policy.network.ingress_class

ingress(class, annotations) := sample.namespaced("networking.k8s.io/v1", "Ingress", "iris", {
	"metadata": {"annotations": annotations},
	"spec": {"ingressClassName": class},
})

cases := {
	"another class": {"objects": [ingress("alb", {})], "denied": set()},
	"no class": {"objects": [ingress(null, null)], "denied": set()},
	"nginx": {"objects": [ingress("nginx", {})], "denied": {sample.of(ingress("", {}), "/spec/ingressClassName", {"class": "nginx"})}},
	"nginx as it was written": {"objects": [ingress("alb", {"kubernetes.io/ingress.class": "nginx"})], "denied": {sample.of(ingress("", {}), "/metadata/annotations/kubernetes.io~1ingress.class", {"class": "nginx"})}},
}

test_cases[name] if {
	some name, case in cases
	ingress_class.deny == case.denied with input as sample.stack(case.objects)
}
