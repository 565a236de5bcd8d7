"""The way in where Gateway API isn't wanted: an Ingress, with what its controller needs to be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.serving.address import hosts
from infra.serving.ingress_class import CLASS, annotations_of, class_of, is_gke
from infra.serving.service import PORT

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target
    from models.route import Route

SOURCES: Sources = {
    ("Ingress", ""): "route",
    ("Ingress", "/metadata/annotations"): "lifecycle.requestTimeoutSeconds",
    ("BackendConfig", ""): "lifecycle.requestTimeoutSeconds",
}


def ingresses(target: Target, route: Route) -> list[Manifest]:
    """Return the Ingress to the model's Service, and GKE's settings for that Service."""
    settings = target.settings.ingress
    if settings is None:
        return []
    name = class_of(target.settings, target.cloud)
    spec: Manifest = {} if is_gke(name) else {"ingressClassName": name}
    spec["rules"] = [{"host": host, "http": {"paths": [_path(target, route)]}} for host in hosts(target)]
    if settings.tls_secret:
        spec["tls"] = [{"hosts": hosts(target), "secretName": settings.tls_secret}]
    annotations = {**_annotations(target, name), **settings.annotations}
    ingress = {**target.manifest("networking.k8s.io/v1", "Ingress", annotations=annotations), "spec": spec}
    return [ingress, *_backend_configs(target, name)]


def _path(target: Target, route: Route) -> Manifest:
    service = {"service": {"name": target.spec.name, "port": {"number": PORT}}}
    return {"path": route.path, "pathType": "Prefix", "backend": service}


def _annotations(target: Target, name: str) -> dict[str, str]:
    clouds_own = name in {target.cloud.ingress_class, target.cloud.ingress_annotations.get(CLASS)}
    return {
        **(target.cloud.ingress_annotations if clouds_own else {}),
        **({CLASS: name} if is_gke(name) else {}),
        **annotations_of(name, target.spec.lifecycle.request_timeout_seconds),
    }


def _backend_configs(target: Target, name: str) -> list[Manifest]:
    if not is_gke(name):
        return []
    lifecycle = target.spec.lifecycle
    spec = {
        "timeoutSec": lifecycle.request_timeout_seconds,
        "connectionDraining": {"drainingTimeoutSec": lifecycle.pre_stop_seconds + lifecycle.request_timeout_seconds},
    }
    return [{**target.manifest("cloud.google.com/v1", "BackendConfig", target.spec.name), "spec": spec}]
