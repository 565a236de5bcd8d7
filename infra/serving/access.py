"""Keys, tokens and ceilings of a model's route: policies of Envoy Gateway, because Gateway API has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.way_in import facts_of

if TYPE_CHECKING:
    from infra.clouds.cloud import Cloud
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target
    from infra.settings import Settings
    from models.access import Auth
    from models.route import Route

SOURCES: Sources = {("SecurityPolicy", ""): "route.auth", ("BackendTrafficPolicy", ""): "route.rateLimit"}
# https://gateway.envoyproxy.io/docs/api/extension_types/, as the CRDs of v1.9.1 have it.
_API = "gateway.envoyproxy.io/v1alpha1"
_ENVOY = "gateway.envoyproxy.io/gatewayclass-controller"


def understood(settings: Settings, cloud: Cloud) -> bool:
    """Return whether the stack's gateways are Envoy Gateway's."""
    return facts_of(settings, cloud).controller == _ENVOY


def policies(target: Target, route: Route) -> list[Manifest]:
    """Return what guards the model's routes."""
    found: list[Manifest] = []
    if route.auth:
        spec = {"targetRefs": _routes(target, route), **_credentials(route.auth)}
        found.append({**target.manifest(_API, "SecurityPolicy"), "spec": spec})
    if route.rate_limit:
        limit = {"requests": route.rate_limit.requests, "unit": route.rate_limit.per.capitalize()}
        local = {"type": "Local", "local": {"rules": [{"limit": limit}]}}
        spec = {"targetRefs": _routes(target, route), "rateLimit": local}
        found.append({**target.manifest(_API, "BackendTrafficPolicy"), "spec": spec})
    return found


def _routes(target: Target, route: Route) -> list[Manifest]:
    kinds = ["HTTPRoute", *(["GRPCRoute"] if route.grpc else [])]
    return [{"group": "gateway.networking.k8s.io", "kind": kind, "name": target.name} for kind in kinds]


def _credentials(auth: Auth) -> Manifest:
    if auth.api_keys:
        secret = {"group": "", "kind": "Secret", "name": auth.api_keys.secret}
        # The key is the gateway's business: the server never sees it.
        keys = {"credentialRefs": [secret], "extractFrom": [{"headers": [auth.api_keys.header]}], "sanitize": True}
        return {"apiKeyAuth": keys}
    if auth.jwt:
        keys = {"uri": auth.jwt.jwks_uri, "cacheDuration": "300s"}
        provider = {"name": "issuer", "issuer": auth.jwt.issuer, "audiences": list(auth.jwt.audiences)}
        return {"jwt": {"providers": [{**provider, "remoteJWKS": keys}]}}
    return {}
