package policy.network.service_type

import data.lib.config
import data.lib.finding
import data.lib.kinds

# METADATA
# scope: rule
# title: Services are reached from inside
# description: >-
#   A Service is of type NodePort or LoadBalancer only where the environment lists it. The way in from outside is the
#   gateway, which authenticates, limits and encrypts.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types
# custom:
#   severity: error
#   scope: object
#   message: >-
#     the Service is of type {type}, which opens it to the outside
#   remediation: >-
#     Use type ClusterIP, and route in the model's spec for a way in through the gateway; or list namespace/name in
#     exposed_services in policies/config/data.yaml.
#   config: [exposed_services]
deny contains finding.of_object(service, ["spec", "type"], {"type": service.spec.type}) if {
	some service in kinds.objects.Service
	service.apiVersion == "v1"
	service.spec.type in {"NodePort", "LoadBalancer"}
	identity := finding.identity(service)
	name := concat("/", [identity.namespace, identity.name])
	not name in listed
}

listed := config.value("exposed_services")
