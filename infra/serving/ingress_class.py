"""Ingress classes: which one a stack uses, and how its controller is told what the API has no field for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.serving.address import via

if TYPE_CHECKING:
    from infra.clouds.cloud import Cloud
    from infra.settings import Settings
    from models.spec import ModelSpec

CLASS = "kubernetes.io/ingress.class"
"""Annotation by which GKE chooses a controller; everywhere else ``spec.ingressClassName`` does."""
_ALB_IDLE_SECONDS = 60
_ALB = "alb.ingress.kubernetes.io"
_NGINX = "nginx.ingress.kubernetes.io"
_AGIC = "appgw.ingress.kubernetes.io"


def class_of(settings: Settings, cloud: Cloud) -> str:
    """Return the class of the stack's Ingresses."""
    asked = settings.ingress.class_name if settings.ingress else None
    return asked or cloud.ingress_class or cloud.ingress_annotations.get(CLASS, "")


def is_gke(name: str) -> bool:
    """Return whether GKE's own controller answers to the class."""
    return name in {"gce", "gce-internal"}


def annotations_of(name: str, seconds: int) -> dict[str, str]:
    """Return what makes a controller send http on to https and wait ``seconds`` for an answer."""
    match name:
        # https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/
        case "alb":
            return {
                f"{_ALB}/listen-ports": '[{"HTTP": 80}, {"HTTPS": 443}]',
                f"{_ALB}/load-balancer-attributes": f"idle_timeout.timeout_seconds={max(seconds, _ALB_IDLE_SECONDS)}",
                f"{_ALB}/ssl-redirect": "443",
            }
        # https://cloud.google.com/kubernetes-engine/docs/how-to/ingress-configuration; the time is in a BackendConfig.
        case "gce" | "gce-internal":
            return {"kubernetes.io/ingress.allow-http": "false"}
        # https://learn.microsoft.com/azure/aks/app-routing-nginx-configuration
        case "webapprouting.kubernetes.azure.com":
            return {f"{_NGINX}/proxy-read-timeout": str(seconds), f"{_NGINX}/proxy-send-timeout": str(seconds)}
        # https://learn.microsoft.com/azure/application-gateway/ingress-controller-annotations
        case "azure-application-gateway":
            return {f"{_AGIC}/request-timeout": str(seconds), f"{_AGIC}/ssl-redirect": "true"}
        case _:
            return {}


def service_annotations(spec: ModelSpec, settings: Settings, cloud: Cloud) -> dict[str, str] | None:
    """Return what an Ingress controller reads from the Service that it sends to."""
    if spec.route and via(spec, settings) == "ingress" and is_gke(class_of(settings, cloud)):
        return {"cloud.google.com/backend-config": f'{{"default": "{spec.name}"}}'}
    return None
