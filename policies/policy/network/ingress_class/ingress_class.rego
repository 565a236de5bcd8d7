package policy.network.ingress_class

import data.lib.config
import data.lib.finding
import data.lib.inventory
import data.lib.kinds

# METADATA
# scope: rule
# title: No Ingress waits for a retired controller
# description: >-
#   No Ingress is of a class whose controller is retired. Ingress NGINX gets no releases and no security fixes since
#   March 2026.
# related_resources:
#   - https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/
#   - https://gateway-api.sigs.k8s.io/guides/migrating-from-ingress/
# custom:
#   severity: error
#   scope: object
#   message: >-
#     the Ingress is of class {class}, whose controller is retired
#   remediation: >-
#     Use route in the model's spec, which makes an HTTPRoute on the stack's gateway; ingress2gateway converts others.
#   config: [retired_ingress_classes]
deny contains finding.of_object(ingress, found.path, {"class": found.class}) if {
	some ingress in kinds.objects.Ingress
	some found in classes(ingress)
	found.class in config.value("retired_ingress_classes")
}

classes(ingress) := [
	{"path": ["spec", "ingressClassName"], "class": finding.text(ingress.spec, "ingressClassName")},
	{"path": ["metadata", "annotations", annotation], "class": finding.text(annotations, annotation)},
] if {
	annotations := inventory.mapping(finding.metadata(ingress), "annotations")
}

annotation := "kubernetes.io/ingress.class"
