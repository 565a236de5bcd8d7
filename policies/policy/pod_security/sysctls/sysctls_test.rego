package policy.pod_security.sysctls_test

import data.lib.sample_test as sample
import data.policy.pod_security.sysctls

cases := {
	"says nothing": {"input": sample.stack([sample.serving({})]), "denied": set()},
	"safe": {"input": sample.held("baseline", "1.0", [sample.deployment({"securityContext": {"sysctls": [{"name": "kernel.shm_rmid_forced", "value": "1"}]}})]), "denied": set()},
	"unsafe": {"input": sample.stack([sample.deployment({"securityContext": {"sysctls": [{"name": "net.ipv4.tcp_syncookies", "value": "1"}, {"name": "kernel.msgmax", "value": "1"}]}})]), "denied": {sample.in_pod("/securityContext/sysctls/1/name", {"sysctl": "kernel.msgmax"})}},
	"without a name": {"input": sample.stack([sample.deployment({"securityContext": {"sysctls": [{}]}})]), "denied": {sample.in_pod("/securityContext/sysctls/0/name", {"sysctl": ""})}},
	"safe since its version": {"input": sample.held("restricted", "1.37", [sample.deployment({"securityContext": {"sysctls": [{"name": "net.ipv4.tcp_notsent_lowat", "value": "1"}]}})]), "denied": set()},
	"not yet safe": {"input": sample.held("restricted", "1.36", [sample.deployment({"securityContext": {"sysctls": [{"name": "net.ipv4.tcp_notsent_lowat", "value": "1"}]}})]), "denied": {sample.in_pod("/securityContext/sysctls/0/name", {"sysctl": "net.ipv4.tcp_notsent_lowat"})}},
}

test_cases[name] if {
	some name, case in cases
	sysctls.deny == case.denied with input as case.input
}
