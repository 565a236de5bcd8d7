"""The way in: one Gateway for all models' external routes, and the redirect from http to https."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.addons.addon import Addon
from infra.errors import InputError, Problem
from infra.tenancy import TENANT, Allowance, namespace, platform_object

if TYPE_CHECKING:
    from infra.clouds.cloud import Cloud
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.settings import Gateway, Settings

NAME = "gateway"
NAMESPACE = "gateway"
PUBLIC = "public"
"""Name of the Gateway."""
HTTPS = "https"
"""The listener that tenants' routes attach to."""

_HTTP = "http"
_GROUP = "gateway.networking.k8s.io"
_API = f"{_GROUP}/v1"
_FIELD = "addons.gateway"
_SOURCES: Sources = {
    **{(kind, ""): _FIELD for kind in ("Namespace", "GatewayClass", "Gateway", "HTTPRoute")},
    ("Gateway", "/spec/gatewayClassName"): f"{_FIELD}.className",
    ("Gateway", "/spec/listeners/0/hostname"): "domain",
    ("Gateway", "/spec/listeners/1/hostname"): "domain",
    ("Gateway", "/spec/listeners/1/tls"): f"{_FIELD}.tlsSecret",
}


# Only fields of Gateway API 1.3, the oldest that a supported cloud installs. Those that the API would default are
# written out: a tool that compares what is rendered with what is live must find nothing.
def _build(settings: Settings, cloud: Cloud, config: Gateway) -> list[Manifest]:
    if not (cloud.gateway_namespace or config.source_cidrs):
        _refuse(cloud)
    # No pod runs here: Envoy Gateway keeps its proxies in `cloud.gateway_namespace`, its own; an ALB has none.
    guards = namespace(NAMESPACE, version=settings.kubernetes_version, pod_security="restricted", quota=Allowance())
    return [*guards, *_gateway_classes(cloud, config), _gateway(settings, cloud, config), _https_redirect()]


def _refuse(cloud: Cloud) -> None:
    """Without this, every model's own NetworkPolicy would drop the traffic, and nothing would say so."""
    problem = Problem(
        what=f"on {cloud.name} a load balancer outside the cluster sends to the models' pods, and it isn't let in",
        fix="name the load balancer's subnets, such as sourceCidrs: [10.20.0.0/18]",
        field=f"{_FIELD}.sourceCidrs",
    )
    raise InputError(problem)


def _gateway_classes(cloud: Cloud, config: Gateway) -> list[Manifest]:
    """Return the cloud's class where it must be made; one that the settings name exists, with its own controller."""
    if config.class_name or not cloud.gateway_controller:
        return []
    manifest = platform_object(_API, "GatewayClass", cloud.gateway_class, owner=NAME)
    return [{**manifest, "spec": {"controllerName": cloud.gateway_controller}}]


def _gateway(settings: Settings, cloud: Cloud, config: Gateway) -> Manifest:
    spec = {
        "gatewayClassName": config.class_name or cloud.gateway_class,
        "listeners": [_http_listener(settings), _https_listener(settings, config)],
    }
    return {**platform_object(_API, "Gateway", PUBLIC, NAMESPACE, owner=NAME), "spec": spec}


def _http_listener(settings: Settings) -> Manifest:
    return {
        "name": _HTTP,
        "hostname": f"*.{settings.domain}",
        "port": 80,
        "protocol": "HTTP",
        # Only the redirect: a model's route can't attach here and be served in clear text.
        "allowedRoutes": {"namespaces": {"from": "Same"}},
    }


def _https_listener(settings: Settings, config: Gateway) -> Manifest:
    # An ALB has its certificate from the AWS controller's configuration; the API demands a reference all the same.
    certificate = {"group": "", "kind": "Secret", "name": config.tls_secret}
    return {
        "name": HTTPS,
        "hostname": f"*.{settings.domain}",
        "port": 443,
        "protocol": "HTTPS",
        "tls": {"mode": "Terminate", "certificateRefs": [certificate]},
        "allowedRoutes": {"namespaces": {"from": "Selector", "selector": {"matchLabels": dict(TENANT)}}},
    }


def _https_redirect() -> Manifest:
    redirect = {"type": "RequestRedirect", "requestRedirect": {"scheme": "https", "statusCode": 301}}
    spec = {
        "parentRefs": [{"group": _GROUP, "kind": "Gateway", "name": PUBLIC, "sectionName": _HTTP}],
        "rules": [{"matches": [{"path": {"type": "PathPrefix", "value": "/"}}], "filters": [redirect]}],
    }
    return {**platform_object(_API, "HTTPRoute", "https-redirect", NAMESPACE, owner=NAME), "spec": spec}


GATEWAY = Addon(NAME, lambda addons: addons.gateway, _build, _SOURCES)
