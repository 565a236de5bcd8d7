package policy.pod_security.host_path

import data.lib.finding
import data.lib.inventory
import data.lib.standard

# METADATA
# scope: rule
# title: Pods mount nothing from the node
# description: >-
#   No volume is a hostPath, through which a pod could read and change its node. At the restricted level
#   pod_security.volumes says so.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://www.cisecurity.org/benchmark/kubernetes
# custom:
#   severity: error
#   scope: object
#   message: volume {volume} mounts {host_path} from the node
#   remediation: >-
#     Use an emptyDir with a sizeLimit for scratch space, a PersistentVolumeClaim for what must last, or the spec's
#     artifact for model files.
#   config: [pod_security_level, pod_security_version, privileged_namespaces]
deny contains finding.of_pod(judged.pod, ["volumes", index, "hostPath"], args) if {
	some judged in standard.pods
	judged.level == "baseline"
	some index, volume in inventory.list(judged.pod.spec, "volumes")
	volume.hostPath != null
	args := {
		"volume": finding.text(volume, "name"),
		"host_path": finding.text(inventory.mapping(volume, "hostPath"), "path"),
	}
}
