package policy.pod_security.windows_host_process_test

import data.lib.sample_test as sample
import data.policy.pod_security.windows_host_process

cases := {
	"says nothing": {"input": sample.stack([sample.serving({})]), "denied": set()},
	"says no": {"input": sample.stack([sample.serving({"securityContext": {"windowsOptions": {"hostProcess": false}}})]), "denied": set()},
	"null is nothing": {"input": sample.stack([sample.deployment({"securityContext": {"windowsOptions": {"hostProcess": null}}})]), "denied": set()},
	"the container": {"input": sample.stack([sample.serving({"securityContext": {"windowsOptions": {"hostProcess": true}}})]), "denied": {sample.in_container("/securityContext/windowsOptions/hostProcess", {"subject": "container server"})}},
	"the pod": {"input": sample.held("baseline", "1.0", [sample.deployment({"securityContext": {"windowsOptions": {"hostProcess": true}}})]), "denied": {sample.in_pod("/securityContext/windowsOptions/hostProcess", {"subject": "the pod"})}},
}

test_cases[name] if {
	some name, case in cases
	windows_host_process.deny == case.denied with input as case.input
}
