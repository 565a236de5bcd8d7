package policy.hygiene.malformed_workload

import data.lib.finding
import data.lib.inventory
import data.lib.shape

# METADATA
# scope: rule
# title: Every workload has the shape the API expects
# description: >-
#   Where a workload's pod template, containers and their parts should be a mapping or a list, they are. Otherwise
#   rules would look at nothing.
# related_resources:
#   - https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
# custom:
#   severity: error
#   scope: object
#   message: >-
#     {field} is not {expected}
#   remediation: >-
#     Correct the field's type; look for a template that rendered nothing, or for a list written as a mapping.
#   config: []
deny contains finding.of_object(object, path, {"field": concat(".", path), "expected": "a mapping"}) if {
	some position, path in inventory.holders
	object := inventory.objects[position]
	not holds_pod(object, path)
}

deny contains finding.of_pod(pod, flaw.path, flaw.args) if {
	some pod in inventory.pods
	some flaw in shape.pod_flaws(pod)
}

deny contains finding.of_container(container, flaw.path, flaw.args) if {
	some container in inventory.containers
	some flaw in shape.container_flaws(container)
}

holds_pod(object, path) if is_object(inventory.at(object, path))
