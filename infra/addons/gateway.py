"""The way in: one Gateway for all models' external routes, and the redirect from http to https."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.addons.addon import Addon
from infra.addons.gateway_proxies import proxy_policies
from infra.addons.size import Size
from infra.clouds.gateway import Asked
from infra.errors import InputError, Problem
from infra.tenancy import TENANT, Allowance, namespace, platform_object
from infra.way_in import NAMESPACE, class_of, facts_of, unnamed_subnets

if TYPE_CHECKING:
    from infra.addon_settings import Gateway
    from infra.clouds.cloud import Cloud
    from infra.clouds.gateway import GatewayFacts, Proxies
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.settings import Settings

NAME = "gateway"
PUBLIC = "public"
"""Name of the Gateway."""
HTTPS = "https"
"""The listener that tenants' routes attach to."""

_HTTP = "http"
_GROUP = "gateway.networking.k8s.io"
_API = f"{_GROUP}/v1"
_FIELD = "addons.gateway"
_SOURCES: Sources = {
    **{
        (kind, ""): _FIELD
        for kind in ("Namespace", "ResourceQuota", "NetworkPolicy", "GatewayClass", "Gateway", "HTTPRoute")
    },
    **{(kind, ""): _FIELD for kind in ("LoadBalancerConfiguration", "ConfigMap")},
    ("LoadBalancerConfiguration", "/spec/loadBalancerAttributes"): f"{_FIELD}.longestRequestSeconds",
    ("Gateway", "/spec/gatewayClassName"): f"{_FIELD}.className",
    ("Gateway", "/spec/listeners/0/hostname"): "domain",
    ("Gateway", "/spec/listeners/1/hostname"): "domain",
    ("Gateway", "/spec/listeners/1/tls"): f"{_FIELD}.tlsSecret",
}


# Only fields of Gateway API 1.3, the oldest that a supported cloud installs. Those that the API would default are
# written out: a tool that compares what is rendered with what is live must find nothing.
def _build(settings: Settings, cloud: Cloud, config: Gateway) -> list[Manifest]:
    if missing := unnamed_subnets(settings, cloud):
        _refuse(cloud, missing)
    facts = facts_of(settings, cloud)
    parameters = _parameters(facts, config)
    return [
        *_guards(settings, facts.proxies),
        *(proxy_policies(settings, cloud, facts.proxies) if facts.proxies else []),
        *_gateway_classes(facts, settings, cloud),
        *parameters,
        _gateway(settings, cloud, config, parameters),
        _https_redirect(),
    ]


def _refuse(cloud: Cloud, missing: str) -> None:
    """Without this, every model's own NetworkPolicy would drop the traffic, and nothing would say so."""
    problem = Problem(
        what=f"requests come from {missing} on {cloud.name}, and no model lets them in",
        fix="name the addresses, such as sourceCidrs: [10.20.0.0/18]",
        field=f"{_FIELD}.sourceCidrs",
    )
    raise InputError(problem)


def _guards(settings: Settings, proxies: Proxies | None) -> list[Manifest]:
    """Return the namespace, with room for the pods that the controller makes in it, and for no other."""
    version = settings.kubernetes_version
    if proxies is None:
        return namespace(NAMESPACE, version=version, pod_security="restricted", quota=Allowance())
    size = Size(proxies.cpu, proxies.memory, proxies.ephemeral_storage)
    # Istio's pods state no seccomp profile, which is all that keeps them from the restricted level.
    return namespace(
        NAMESPACE, version=version, pod_security="baseline", quota=size.times(proxies.most + proxies.surge)
    )


def _gateway_classes(facts: GatewayFacts, settings: Settings, cloud: Cloud) -> list[Manifest]:
    """Return the class where it must be made: the cloud's own, unless it brings it."""
    if not facts.controller:
        return []
    manifest = platform_object(_API, "GatewayClass", class_of(settings, cloud), owner=NAME)
    return [{**manifest, "spec": {"controllerName": facts.controller}}]


def _parameters(facts: GatewayFacts, config: Gateway) -> list[Manifest]:
    """Return the object with what Gateway API has no field for."""
    if facts.parameters is None:
        return []
    extra = facts.parameters(Asked(config.internet, config.longest_request_seconds))
    return [{**platform_object(extra.api_version, extra.kind, PUBLIC, NAMESPACE, owner=NAME), **extra.content}]


def _gateway(settings: Settings, cloud: Cloud, config: Gateway, parameters: list[Manifest]) -> Manifest:
    infrastructure = _infrastructure(facts_of(settings, cloud), config, parameters)
    spec = {
        "gatewayClassName": class_of(settings, cloud),
        **({"infrastructure": infrastructure} if infrastructure else {}),
        "listeners": [_http_listener(settings), _https_listener(settings, config)],
    }
    return {**platform_object(_API, "Gateway", PUBLIC, NAMESPACE, owner=NAME), "spec": spec}


def _infrastructure(facts: GatewayFacts, config: Gateway, parameters: list[Manifest]) -> Manifest:
    annotations = {} if config.internet else dict(facts.internal_annotations)
    found: Manifest = {"annotations": annotations} if annotations else {}
    for one in parameters:
        group = one["apiVersion"].rpartition("/")[0]
        found["parametersRef"] = {"group": group, "kind": one["kind"], "name": PUBLIC}
    return found


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
