from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from infra.addons.prometheus import PROMETHEUS
from infra.clouds import CLOUDS
from tests.unit.addons.stack import stack

if TYPE_CHECKING:
    from infra.clouds import CloudName
    from infra.manifest import Manifest
    from infra.settings import Settings

LABELS = {
    "app.kubernetes.io/name": "prometheus",
    "app.kubernetes.io/managed-by": "slipway",
    "app.kubernetes.io/part-of": "slipway",
}
SELECTOR = {"app.kubernetes.io/name": "prometheus"}
META = {"name": "prometheus", "namespace": "monitoring", "labels": LABELS}
QUOTA = {"quota": {"cpu": "8", "memory": "32Gi"}}
SIZE = {"cpu": "500m", "memory": "2Gi", "ephemeral-storage": "256Mi"}


def objects(settings: Settings) -> list[Manifest]:
    component = PROMETHEUS.component(settings, CLOUDS[settings.cloud])
    assert component is not None
    return list(component.manifests)


def of_kind(settings: Settings, kind: str) -> list[Manifest]:
    return [manifest for manifest in objects(settings) if manifest["kind"] == kind]


def configuration(settings: Settings) -> dict[str, Any]:
    (config_map,) = of_kind(settings, "ConfigMap")
    content: dict[str, Any] = yaml.safe_load(config_map["data"]["prometheus.yml"])
    return content


def probe(path: str, period: int, failures: int) -> Manifest:
    get = {"path": path, "port": "http", "scheme": "HTTP"}
    return {"httpGet": get, "periodSeconds": period, "timeoutSeconds": 3, "failureThreshold": failures}


@pytest.fixture
def settings() -> Settings:
    return stack(addons={"prometheus": {}})


@pytest.mark.parametrize(
    ("cloud", "storage_class"), [("generic", {}), ("eks", {"storageClassName": "gp3"})], ids=["generic", "eks"]
)
def test_it_is_one_confined_pod_with_a_volume(cloud: CloudName, storage_class: dict[str, str]) -> None:
    settings = stack(cloud=cloud, addons={"prometheus": {}})
    (config_map,) = of_kind(settings, "ConfigMap")
    (stateful_set,) = of_kind(settings, "StatefulSet")
    pod = stateful_set["spec"].pop("template")
    assert stateful_set == {
        "apiVersion": "apps/v1",
        "kind": "StatefulSet",
        "metadata": META,
        "spec": {
            "replicas": 1,
            "serviceName": "prometheus",
            "podManagementPolicy": "Parallel",
            "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"partition": 0}},
            "persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Retain", "whenScaled": "Retain"},
            "selector": {"matchLabels": SELECTOR},
            "volumeClaimTemplates": [
                {
                    "apiVersion": "v1",
                    "kind": "PersistentVolumeClaim",
                    "metadata": {"name": "data"},
                    "spec": {
                        "accessModes": ["ReadWriteOnce"],
                        **storage_class,
                        "volumeMode": "Filesystem",
                        "resources": {"requests": {"storage": "50Gi"}},
                    },
                }
            ],
        },
    }
    assert pod == {
        "metadata": {"labels": LABELS},
        "spec": {
            "serviceAccountName": "prometheus",
            "automountServiceAccountToken": True,
            "enableServiceLinks": False,
            "terminationGracePeriodSeconds": 300,
            "securityContext": {
                "runAsNonRoot": True,
                "runAsUser": 65534,
                "runAsGroup": 65534,
                "fsGroup": 65534,
                "fsGroupChangePolicy": "OnRootMismatch",
                "seccompProfile": {"type": "RuntimeDefault"},
            },
            "containers": [
                {
                    "name": "prometheus",
                    "image": "quay.io/prometheus/prometheus:v3.15.0",
                    "imagePullPolicy": "IfNotPresent",
                    "args": ["--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/prometheus"],
                    "ports": [{"name": "http", "containerPort": 9090, "protocol": "TCP"}],
                    "resources": {"requests": SIZE, "limits": SIZE},
                    "startupProbe": probe("/-/healthy", 5, 24),
                    "livenessProbe": probe("/-/healthy", 10, 6),
                    "readinessProbe": probe("/-/ready", 5, 3),
                    "securityContext": {
                        "allowPrivilegeEscalation": False,
                        "capabilities": {"drop": ["ALL"]},
                        "readOnlyRootFilesystem": True,
                    },
                    "volumeMounts": [
                        {"name": "config", "mountPath": "/etc/prometheus", "readOnly": True},
                        {"name": "data", "mountPath": "/prometheus"},
                    ],
                }
            ],
            "volumes": [{"name": "config", "configMap": {"name": config_map["metadata"]["name"]}}],
        },
    }


def test_the_settings_size_it() -> None:
    config = {"storage": "100Gi", "cpu": "2", "memory": "8192Mi", "retentionDays": 30}
    settings = stack(addons={"prometheus": config}, storageClass="fast")
    (stateful_set,) = of_kind(settings, "StatefulSet")
    (claim,) = stateful_set["spec"]["volumeClaimTemplates"]
    resources = stateful_set["spec"]["template"]["spec"]["containers"][0]["resources"]
    assert (claim["spec"]["storageClassName"], claim["spec"]["resources"]["requests"]["storage"]) == ("fast", "100Gi")
    assert resources["limits"] == {"cpu": "2", "memory": "8Gi", "ephemeral-storage": "256Mi"}
    assert configuration(settings)["storage"]["tsdb"]["retention"] == {"time": "30d", "size": "85899345920B"}


def test_series_take_four_fifths_of_the_volume(settings: Settings) -> None:
    assert configuration(settings)["storage"] == {
        "tsdb": {"retention": {"time": "10d", "size": f"{50 * 2**30 * 8 // 10}B"}}
    }


def test_it_scrapes_pods_that_ask_for_it_and_keeps_where_a_series_comes_from() -> None:
    settings = stack(addons={"prometheus": {}}, tenants={"vision": QUOTA, "audio": QUOTA})
    itself, models = configuration(settings)["scrape_configs"]
    pod = "__meta_kubernetes_pod"
    annotation = f"{pod}_annotation_prometheus_io"
    assert itself == {"job_name": "prometheus", "static_configs": [{"targets": ["localhost:9090"]}]}
    assert models == {
        "job_name": "models",
        "sample_limit": 20_000,
        "kubernetes_sd_configs": [{"role": "pod", "namespaces": {"names": ["audio", "vision"]}}],
        "relabel_configs": [
            {"source_labels": [f"{annotation}_scrape"], "regex": "true", "action": "keep"},
            {"source_labels": [f"{pod}_phase"], "regex": "Failed|Succeeded", "action": "drop"},
            {
                "source_labels": [f"{pod}_container_port_number"],
                "target_label": f"{annotation}_port",
                "action": "keepequal",
            },
            {"source_labels": [f"{annotation}_path"], "regex": "(.+)", "target_label": "__metrics_path__"},
            {"source_labels": ["__meta_kubernetes_namespace"], "target_label": "namespace"},
            {"source_labels": [f"{pod}_name"], "target_label": "pod"},
            {"source_labels": [f"{pod}_label_slipway_dev_model"], "target_label": "model"},
            {"source_labels": [f"{pod}_label_slipway_dev_owner"], "target_label": "owner"},
        ],
    }


def test_a_scrape_ends_before_the_next_begins(settings: Settings) -> None:
    timing = configuration(settings)["global"]
    assert int(timing["scrape_timeout"][:-1]) <= int(timing["scrape_interval"][:-1])


def test_its_configuration_never_changes_under_its_name(settings: Settings) -> None:
    (config_map,) = of_kind(settings, "ConfigMap")
    digest = hashlib.sha256(config_map["data"]["prometheus.yml"].encode()).hexdigest()[:10]
    assert config_map["immutable"] is True
    assert config_map["metadata"]["name"] == f"prometheus-{digest}"


def test_the_order_of_the_tenants_is_no_reason_for_a_restart() -> None:
    orders = ({"vision": QUOTA, "audio": QUOTA}, {"audio": QUOTA, "vision": QUOTA})
    one, other = (stack(addons={"prometheus": {}}, tenants=tenants) for tenants in orders)
    assert of_kind(one, "StatefulSet") == of_kind(other, "StatefulSet")


def test_it_sees_the_pods_of_tenants_and_nothing_else() -> None:
    settings = stack(addons={"prometheus": {}}, tenants={"vision": QUOTA, "audio": QUOTA})
    group = "rbac.authorization.k8s.io"
    assert of_kind(settings, "ClusterRole") == of_kind(settings, "ClusterRoleBinding") == []
    assert of_kind(settings, "Role") == [
        {
            "apiVersion": f"{group}/v1",
            "kind": "Role",
            "metadata": {"name": "prometheus", "namespace": tenant, "labels": LABELS},
            "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get", "list", "watch"]}],
        }
        for tenant in ("audio", "vision")
    ]
    assert of_kind(settings, "RoleBinding") == [
        {
            "apiVersion": f"{group}/v1",
            "kind": "RoleBinding",
            "metadata": {"name": "prometheus", "namespace": tenant, "labels": LABELS},
            "roleRef": {"apiGroup": group, "kind": "Role", "name": "prometheus"},
            "subjects": [{"kind": "ServiceAccount", "name": "prometheus", "namespace": "monitoring"}],
        }
        for tenant in ("audio", "vision")
    ]


def test_it_reaches_dns_models_and_the_api_server_and_is_reached_from_its_namespace(settings: Settings) -> None:
    (policy,) = [found for found in of_kind(settings, "NetworkPolicy") if found["metadata"]["name"] == "prometheus"]
    assert policy["spec"] == {
        "podSelector": {"matchLabels": SELECTOR},
        "policyTypes": ["Ingress", "Egress"],
        "ingress": [{"from": [{"podSelector": {}}], "ports": [{"protocol": "TCP", "port": 9090}]}],
        "egress": [
            {
                "to": [
                    {
                        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}},
                        "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}},
                    }
                ],
                "ports": [{"protocol": "UDP", "port": 53}, {"protocol": "TCP", "port": 53}],
            },
            {
                "to": [
                    {
                        "namespaceSelector": {"matchLabels": {"slipway.dev/tenant": "true"}},
                        "podSelector": {"matchExpressions": [{"key": "slipway.dev/model", "operator": "Exists"}]},
                    }
                ],
                "ports": [{"protocol": "TCP"}],
            },
            {
                "to": [
                    {"ipBlock": {"cidr": cidr}}
                    for cidr in ("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16")
                ],
                "ports": [{"protocol": "TCP", "port": 443}, {"protocol": "TCP", "port": 6443}],
            },
        ],
    }


def test_it_is_found_by_name(settings: Settings) -> None:
    (service,) = of_kind(settings, "Service")
    port = {"name": "http", "protocol": "TCP", "port": 9090, "targetPort": "http"}
    assert service == {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": META,
        "spec": {"type": "ClusterIP", "selector": SELECTOR, "ports": [port]},
    }
