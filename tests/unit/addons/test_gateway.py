from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

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
    settings = stack(cloud=cloud, addons={"gateway": {"sourceCidrs": ["10.20.0.0/18"], **config}})
    component = GATEWAY.component(settings, CLOUDS[cloud])
    assert component is not None
    return [manifest for manifest in component.manifests if manifest["apiVersion"].startswith("gateway.")]


@pytest.mark.parametrize(
    ("cloud", "name", "controller"),
    [
        ("generic", "envoy", "gateway.envoyproxy.io/gatewayclass-controller"),
        ("eks", "alb", "gateway.k8s.aws/alb"),
    ],
)
def test_one_gateway_takes_tenants_routes_and_redirects_the_rest(cloud: CloudName, name: str, controller: str) -> None:
    assert objects(cloud) == [
        {
            "apiVersion": "gateway.networking.k8s.io/v1",
            "kind": "GatewayClass",
            "metadata": {"name": name, "labels": LABELS},
            "spec": {"controllerName": controller},
        },
        {
            "apiVersion": "gateway.networking.k8s.io/v1",
            "kind": "Gateway",
            "metadata": {"name": "public", "namespace": "gateway", "labels": LABELS},
            "spec": {
                "gatewayClassName": name,
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
                        "tls": {
                            "mode": "Terminate",
                            "certificateRefs": [{"group": "", "kind": "Secret", "name": "gateway-tls"}],
                        },
                        "allowedRoutes": {
                            "namespaces": {
                                "from": "Selector",
                                "selector": {"matchLabels": {"slipway.dev/tenant": "true"}},
                            }
                        },
                    },
                ],
            },
        },
        {
            "apiVersion": "gateway.networking.k8s.io/v1",
            "kind": "HTTPRoute",
            "metadata": {"name": "https-redirect", "namespace": "gateway", "labels": LABELS},
            "spec": {
                "parentRefs": [
                    {
                        "group": "gateway.networking.k8s.io",
                        "kind": "Gateway",
                        "name": "public",
                        "sectionName": "http",
                    }
                ],
                "rules": [
                    {
                        "matches": [{"path": {"type": "PathPrefix", "value": "/"}}],
                        "filters": [
                            {"type": "RequestRedirect", "requestRedirect": {"scheme": "https", "statusCode": 301}}
                        ],
                    }
                ],
            },
        },
    ]


def test_a_class_that_the_settings_name_is_used_and_not_made() -> None:
    gateway, route = objects(className="internal", tlsSecret="wildcard")
    assert (gateway["kind"], route["kind"]) == ("Gateway", "HTTPRoute")
    assert gateway["spec"]["gatewayClassName"] == "internal"
    assert gateway["spec"]["listeners"][1]["tls"]["certificateRefs"][0]["name"] == "wildcard"


def test_the_routes_of_every_tenant_may_attach() -> None:
    quota = {"quota": {"cpu": "8", "memory": "32Gi"}}
    settings = stack(tenants={"a": quota, "b": quota})
    selector = objects()[1]["spec"]["listeners"][1]["allowedRoutes"]["namespaces"]["selector"]
    for tenant in tenants(settings):
        assert selector["matchLabels"].items() <= tenant.manifests[0]["metadata"]["labels"].items()


def test_pods_of_the_cluster_carry_the_traffic_where_nothing_else_is_said() -> None:
    assert GATEWAY.component(stack(addons={"gateway": {}}), CLOUDS["generic"]) is not None


def test_a_load_balancer_that_no_model_would_let_in_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        GATEWAY.component(stack(cloud="eks", addons={"gateway": {}}), CLOUDS["eks"])
    assert str(refused.value) == (
        "addons.gateway.sourceCidrs: "
        "on eks a load balancer outside the cluster sends to the models' pods, and it isn't let in\n"
        "  fix: name the load balancer's subnets, such as sourceCidrs: [10.20.0.0/18]"
    )
