package policy.network.external_ips_test

import data.lib.sample_test as sample
import data.policy.network.external_ips

service(addresses) := sample.namespaced("v1", "Service", "iris", {"spec": {"externalIPs": addresses}})

cases := {
	"none": {"objects": [service(null)], "denied": set()},
	"empty": {"objects": [service([])], "denied": set()},
	"two": {"objects": [service(["1.2.3.4", "::1"])], "denied": {sample.of(service(null), "/spec/externalIPs", {"addresses": ["1.2.3.4", "::1"]})}},
}

test_cases[name] if {
	some name, case in cases
	external_ips.deny == case.denied with input as sample.stack(case.objects)
}
