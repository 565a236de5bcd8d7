package policy.hardening.namespace_level

import data.lib.finding
import data.lib.kinds
import data.lib.standard

# METADATA
# scope: rule
# title: Namespaces enforce their level in the cluster
# description: >-
#   Every namespace has the label pod-security.kubernetes.io/enforce, at the configuration's level or a stricter
#   one, so that the cluster refuses what never came through this gate. Listed namespaces may go below.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-admission/
# custom:
#   severity: error
#   scope: object
#   message: namespace {namespace} enforces {level}; at least {floor} is needed
#   remediation: >-
#     Set the label pod-security.kubernetes.io/enforce, or have the namespace listed in privileged_namespaces.
#   config: [pod_security_level, pod_security_version, privileged_namespaces]
deny contains finding.of_object(namespace, ["metadata", "labels", label], args) if {
	some namespace in kinds.objects.Namespace
	namespace.apiVersion == "v1"
	name := finding.identity(namespace).name
	not trusted(name)
	level := object.get(standard.labels(namespace), label, "nothing")
	not strict(level)
	args := {"namespace": name, "level": level, "floor": standard.floor.level}
}

trusted(name) if name in standard.listed

label := "pod-security.kubernetes.io/enforce"

strict(level) if standard.ranks[level] >= standard.ranks[standard.floor.level]
