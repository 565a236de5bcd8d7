package policy.hardening.read_only_root

import data.lib.finding
import data.lib.inventory

# METADATA
# scope: rule
# title: The root file system is read-only
# description: >-
#   Every container sets securityContext.readOnlyRootFilesystem to true, so what runs is what the image holds.
# related_resources:
#   - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
#   - https://www.cisecurity.org/benchmark/kubernetes
# custom:
#   severity: error
#   scope: object
#   message: container {container} does not set readOnlyRootFilesystem to true
#   remediation: >-
#     Set securityContext.readOnlyRootFilesystem to true and mount an emptyDir where the program writes, such as
#     /tmp.
#   config: []
deny contains finding.of_container(container, ["securityContext", "readOnlyRootFilesystem"], {}) if {
	some container in inventory.containers
	not read_only(container)
}

read_only(container) if container.security.readOnlyRootFilesystem == true
