package policy.network.internet_egress_test

import data.lib.sample_test as sample
import data.policy.network.internet_egress

policy(egress) := sample.namespaced("networking.k8s.io/v1", "NetworkPolicy", "iris", {"spec": {
	"podSelector": {},
	"egress": egress,
}})

world(except) := {"to": [{"podSelector": {}}, {"ipBlock": {"cidr": "0.0.0.0/0", "except": except}}]}

ranges := ["10.0.0.0/8", "169.254.0.0/16"]

world_6(except) := {"to": [{"ipBlock": {"cidr": "::/0", "except": except}}]}

cases := {
	"closed": {"objects": [policy([])], "denied": set()},
	"null": {"objects": [policy(null)], "denied": set()},
	"pods": {"objects": [policy([{"to": [{"podSelector": {}}]}])], "denied": set()},
	"a block": {"objects": [policy([{"to": [{"ipBlock": {"cidr": "10.0.0.0/8"}}]}])], "denied": set()},
	"public addresses": {"objects": [policy([{"to": [{"podSelector": {}}]}, world(ranges)])], "denied": {sample.of(policy([]), "/spec/egress/1/to/1/ipBlock", {"rule": 1})}},
	"more exceptions than asked": {"objects": [policy([world(array.concat(ranges, ["1.0.0.0/8"]))])], "denied": {sample.of(policy([]), "/spec/egress/0/to/1/ipBlock", {"rule": 0})}},
	"every address": {"objects": [policy([world(null)])], "denied": set()},
	"some private addresses": {"objects": [policy([world(["10.0.0.0/8"])])], "denied": set()},
	"public addresses of version 6": {"objects": [policy([world_6(["fc00::/7"])])], "denied": {sample.of(policy([]), "/spec/egress/0/to/0/ipBlock", {"rule": 0})}},
	"every address of version 6": {"objects": [policy([world_6(null)])], "denied": set()},
	"no peers": {"objects": [policy([{"ports": [{"port": 443}]}])], "denied": set()},
	"empty peers": {"objects": [policy([{"to": []}])], "denied": set()},
	"no rule": {"objects": [policy(["x"])], "denied": set()},
	"of another API": {"objects": [object.union(policy([world(null)]), {"apiVersion": "crd.projectcalico.org/v1"})], "denied": set()},
}

test_cases[name] if {
	some name, case in cases
	internet_egress.deny == case.denied with input as sample.stack(case.objects)
		with data.config.defaults.private_ranges as {"ipv4": ranges, "ipv6": ["fc00::/7"]}
}
