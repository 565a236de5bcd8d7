package policy.reliability.liveness_handler

import data.lib.finding
import data.lib.probe

# METADATA
# scope: rule
# title: Liveness and readiness ask different questions
# description: >-
#   A container's liveness probe doesn't call what its readiness probe calls. A server that is only busy would be
#   restarted, and its load would fall on the others.
# related_resources:
#   - https://kubernetes.io/docs/concepts/workloads/pods/probes/
# custom:
#   severity: error
#   scope: object
#   message: container {container} has the same handler for liveness and readiness
#   remediation: >-
#     Point the liveness probe at an endpoint that only fails when a restart helps, such as /v2/health/live beside
#     /v2/health/ready.
#   config: []
deny contains finding.of_container(container, ["livenessProbe"], {}) if {
	some container in probe.containers
	probe.present(container, "livenessProbe")
	not distinct(container)
}

distinct(container) if probe.handler(container, "livenessProbe") != probe.handler(container, "readinessProbe")
