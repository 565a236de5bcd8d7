from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from infra.addons.gateway import GATEWAY
from infra.clouds import CLOUDS
from infra.errors import InputError
from infra.tenancy import tenants
from tests.unit.addons.stack import stack

if TYPE_CHECKING:
    from infra.clouds import CloudName
    from infra.manifest import Manifest

LABELS = {
    "app.kubernetes.io/name": "gateway",
    "app.kubernetes.io/managed-by": "slipway",
    "app.kubernetes.io/part-of": "slipway",
}


def objects(cloud: CloudName = "generic", **config: object) -> list[Manifest]:
    """Return what the add-on makes besides the namespace and its guards."""
    settings = stack(cloud=cloud, addons={"gateway": {"sourceCidrs": ["10.20.0.0/18"], **config}})
    component = GATEWAY.component(settings, CLOUDS[cloud])
    assert component is not None
    guards = {"Namespace", "ResourceQuota", "LimitRange"}
    return [
        manifest
        for manifest in component.manifests
        if manifest["kind"] not in guards and manifest["metadata"]["name"] != "default-deny"
    ]


def head(kind: str, name: str, namespace: str = "gateway", version: str = "gateway.networking.k8s.io/v1") -> Manifest:
    where = {"namespace": namespace} if namespace else {}
    return {"apiVersion": version, "kind": kind, "metadata": {"name": name, **where, "labels": LABELS}}


def gateway(name: str, infrastructure: Manifest | None = None) -> Manifest:
    certificate = {"group": "", "kind": "Secret", "name": "gateway-tls"}
    tenants_only = {"from": "Selector", "selector": {"matchLabels": {"slipway.dev/tenant": "true"}}}
    spec = {
        "gatewayClassName": name,
        **({"infrastructure": infrastructure} if infrastructure else {}),
        "listeners": [
            {
                "name": "http",
                "hostname": "*.models.example.com",
                "port": 80,
                "protocol": "HTTP",
                "allowedRoutes": {"namespaces": {"from": "Same"}},
            },
            {
                "name": "https",
                "hostname": "*.models.example.com",
                "port": 443,
                "protocol": "HTTPS",
                "tls": {"mode": "Terminate", "certificateRefs": [certificate]},
                "allowedRoutes": {"namespaces": tenants_only},
            },
        ],
    }
    return {**head("Gateway", "public"), "spec": spec}


def gateway_class(name: str, controller: str) -> Manifest:
    return {**head("GatewayClass", name, ""), "spec": {"controllerName": controller}}


REDIRECT = {
    **head("HTTPRoute", "https-redirect"),
    "spec": {
        "parentRefs": [
            {"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": "public", "sectionName": "http"}
        ],
        "rules": [
            {
                "matches": [{"path": {"type": "PathPrefix", "value": "/"}}],
                "filters": [{"type": "RequestRedirect", "requestRedirect": {"scheme": "https", "statusCode": 301}}],
            }
        ],
    },
}


def load_balancer(scheme: str, seconds: int) -> Manifest:
    idle = {"key": "idle_timeout.timeout_seconds", "value": str(seconds)}
    found = head("LoadBalancerConfiguration", "public", version="gateway.k8s.aws/v1beta1")
    return {**found, "spec": {"scheme": scheme, "loadBalancerAttributes": [idle]}}


ALB = {"parametersRef": {"group": "gateway.k8s.aws", "kind": "LoadBalancerConfiguration", "name": "public"}}
SIZES = {"parametersRef": {"group": "", "kind": "ConfigMap", "name": "public"}}
NOT_PUBLIC = {"annotations": {"service.beta.kubernetes.io/azure-load-balancer-internal": "true"}}


def test_envoy_is_given_a_class_and_keeps_its_proxies_elsewhere() -> None:
    controller = "gateway.envoyproxy.io/gatewayclass-controller"
    assert objects("generic") == [gateway_class("envoy", controller), gateway("envoy"), REDIRECT]


def test_an_alb_is_told_its_scheme_and_how_long_to_wait() -> None:
    made = gateway_class("alb", "gateway.k8s.aws/alb")
    assert objects("eks") == [made, gateway("alb", ALB), load_balancer("internal", 300), REDIRECT]
    public = objects("eks", internet=True, longestRequestSeconds=900)
    assert public == [made, gateway("alb", ALB), load_balancer("internet-facing", 900), REDIRECT]


def test_gke_brings_its_classes_and_needs_nothing_else() -> None:
    assert objects("gke") == [gateway("gke-l7-rilb"), REDIRECT]
    assert objects("gke", internet=True) == [gateway("gke-l7-global-external-managed"), REDIRECT]
    regional = "gke-l7-regional-external-managed"
    assert objects("gke", className=regional) == [gateway(regional), REDIRECT]


def test_azures_proxies_stand_beside_the_gateway_and_reach_what_they_need() -> None:
    policy, sizes, *rest = objects("aks")
    assert rest == [gateway("approuting-istio", {**NOT_PUBLIC, **SIZES}), REDIRECT]
    assert objects("aks", internet=True)[2] == gateway("approuting-istio", SIZES)
    kube_system = {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}}
    dns = {"namespaceSelector": kube_system, "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}}}
    istiod = {
        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "aks-istio-system"}},
        "podSelector": {"matchLabels": {"app": "istiod"}},
    }
    models = {
        "namespaceSelector": {"matchLabels": {"slipway.dev/tenant": "true"}},
        "podSelector": {"matchExpressions": [{"key": "slipway.dev/model", "operator": "Exists"}]},
    }
    assert policy["spec"] == {
        "podSelector": {},
        "policyTypes": ["Ingress", "Egress"],
        "ingress": [{"ports": [{"protocol": "TCP", "port": 80}, {"protocol": "TCP", "port": 443}]}],
        "egress": [
            {
                "to": [dns, *({"ipBlock": {"cidr": f"169.254.10.{last}/32"}} for last in (10, 11))],
                "ports": [{"protocol": "UDP", "port": 53}, {"protocol": "TCP", "port": 53}],
            },
            {"to": [istiod], "ports": [{"protocol": "TCP", "port": 15012}]},
            {"to": [models], "ports": [{"protocol": "TCP"}]},
        ],
    }
    amounts = {"cpu": "1", "memory": "512Mi", "ephemeral-storage": "512Mi"}
    proxy = {"name": "istio-proxy", "resources": {"requests": amounts, "limits": amounts}}
    assert {name: yaml.safe_load(text) for name, text in sizes["data"].items()} == {
        "deployment": {"spec": {"template": {"spec": {"containers": [proxy]}}}},
        "horizontalPodAutoscaler": {"spec": {"minReplicas": 2, "maxReplicas": 5}},
    }


@pytest.mark.parametrize("cloud", list(CLOUDS))
def test_the_namespace_is_restricted_unless_istios_pods_must_run_there(cloud: CloudName) -> None:
    settings = stack(cloud=cloud, addons={"gateway": {"sourceCidrs": ["10.20.0.0/18"]}})
    component = GATEWAY.component(settings, CLOUDS[cloud])
    assert component is not None
    level = component.manifests[0]["metadata"]["labels"]["pod-security.kubernetes.io/enforce"]
    assert level == ("baseline" if cloud == "aks" else "restricted")


def test_a_class_of_another_controller_gets_nothing_that_only_the_clouds_reads() -> None:
    for cloud in CLOUDS:
        assert objects(cloud, className="internal") == [gateway("internal"), REDIRECT]


def test_a_class_that_the_settings_name_is_used_and_not_made() -> None:
    made, route = objects(className="internal", tlsSecret="wildcard")
    assert (made["kind"], route["kind"]) == ("Gateway", "HTTPRoute")
    assert made["spec"]["gatewayClassName"] == "internal"
    assert made["spec"]["listeners"][1]["tls"]["certificateRefs"][0]["name"] == "wildcard"


def test_the_routes_of_every_tenant_may_attach() -> None:
    quota = {"quota": {"cpu": "8", "memory": "32Gi"}}
    settings = stack(tenants={"a": quota, "b": quota})
    selector = objects()[1]["spec"]["listeners"][1]["allowedRoutes"]["namespaces"]["selector"]
    for tenant in tenants(settings):
        assert selector["matchLabels"].items() <= tenant.manifests[0]["metadata"]["labels"].items()


UNKNOWN: list[tuple[CloudName, dict[str, object], str]] = [
    ("eks", {}, "the subnets that the load balancer stands in"),
    ("gke", {}, "the proxy-only subnet of the region"),
    ("gke", {"className": "gke-l7-regional-external-managed"}, "the proxy-only subnet of the region"),
    ("eks", {"className": "envoy"}, "where the class's controller sends from"),
]


@pytest.mark.parametrize(("cloud", "config", "place"), UNKNOWN)
def test_requests_that_no_model_would_let_in_are_refused(
    cloud: CloudName, config: dict[str, object], place: str
) -> None:
    with pytest.raises(InputError) as refused:
        GATEWAY.component(stack(cloud=cloud, addons={"gateway": config}), CLOUDS[cloud])
    assert str(refused.value) == (
        "addons.gateway.sourceCidrs: "
        f"requests come from {place} on {cloud}, and no model lets them in\n"
        "  fix: name the addresses, such as sourceCidrs: [10.20.0.0/18]"
    )


KNOWN: list[tuple[CloudName, dict[str, object]]] = [
    ("generic", {}),
    ("aks", {}),
    ("gke", {"internet": True}),
    ("eks", {"className": "envoy", "namespace": "envoy-gateway-system"}),
]


@pytest.mark.parametrize(("cloud", "config"), KNOWN)
def test_nothing_must_be_named_where_it_is_known_who_sends(cloud: CloudName, config: dict[str, object]) -> None:
    assert GATEWAY.component(stack(cloud=cloud, addons={"gateway": config}), CLOUDS[cloud]) is not None
