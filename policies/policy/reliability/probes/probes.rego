package policy.reliability.probes

import data.lib.finding
import data.lib.probe

# METADATA
# scope: rule
# title: Containers have all three probes
# description: >-
#   Every regular container of a Deployment, StatefulSet or DaemonSet has a startup, a liveness and a readiness
#   probe, each with a handler.
# related_resources:
#   - https://kubernetes.io/docs/concepts/workloads/pods/probes/
# custom:
#   severity: error
#   scope: object
#   message: container {container} has no {missing}
#   remediation: >-
#     Add the probes; a model's runtime brings its own, so choose one in the spec, or offer health endpoints in your
#     image.
#   config: []
deny contains finding.of_container(container, [], {"missing": concat(", ", missing)}) if {
	some container in probe.containers
	missing := [field |
		some field in ["startupProbe", "livenessProbe", "readinessProbe"]
		not probe.present(container, field)
	]
	missing != []
}
