package policy.consistency.secret

import data.lib.config
import data.lib.finding
import data.lib.kinds
import data.lib.reference

# METADATA
# scope: rule
# title: A Secret that a pod reads comes from somewhere
# description: >-
#   Every Secret that a pod mounts or reads, unless as optional, is in its namespace, is made by an object of the input
#   such as an ExternalSecret, or is listed as coming from outside.
# related_resources:
#   - https://kubernetes.io/docs/concepts/configuration/secret/
#   - https://external-secrets.io/latest/api/externalsecret/
# custom:
#   severity: info
#   scope: namespace
#   message: >-
#     nothing here makes the Secret {name}
#   remediation: >-
#     Create the Secret in the cluster before the rollout, let an ExternalSecret make it, or list namespace/name in
#     outside_secrets in policies/config/data.yaml.
#   config: [outside_secrets]
deny contains finding.of_pod(missing.pod, missing.path, {"name": missing.name}) if {
	some missing in reference.missing
	missing.kind == "Secret"
	name := concat("/", [missing.pod.namespace, missing.name])
	not name in made
	not name in outside
}

outside := config.value("outside_secrets")

made contains concat("/", [object.metadata.namespace, object.spec.target.name]) if {
	some object in kinds.objects.ExternalSecret
}

made contains concat("/", [object.metadata.namespace, object.metadata.name]) if {
	some kind in ["ExternalSecret", "SealedSecret"]
	some object in kinds.objects[kind]
}
