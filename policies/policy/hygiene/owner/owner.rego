package policy.hygiene.owner

import data.lib.config
import data.lib.finding
import data.lib.inventory

# METADATA
# scope: rule
# title: Every workload says whose it is
# description: >-
#   Every workload has one of the labels that the environment lists, with the name of who answers for it. At night
#   somebody must be called.
# related_resources:
#   - https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
# custom:
#   severity: warning
#   scope: object
#   message: >-
#     the {kind} has none of the labels {labels}
#   remediation: >-
#     Set owner in the model's spec, or one of the labels in metadata.labels.
#   config: [owner_labels]
deny contains finding.of_object(pod.object, ["metadata", "labels"], {"kind": pod.kind, "labels": concat(", ", accepted)}) if {
	some pod in inventory.pods
	not owned(pod)
}

owned(pod) if {
	some label in accepted
	finding.text(inventory.mapping(pod.object.metadata, "labels"), label) != ""
}

accepted := config.value("owner_labels")
