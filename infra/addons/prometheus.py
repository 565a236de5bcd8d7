"""One Prometheus for all tenants' models: no operator, no custom resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra import labels
from infra.addons.addon import Addon
from infra.addons.prometheus_config import configuration, digest
from infra.addons.size import Size
from infra.quantity import canonical
from infra.security import restricted_container, restricted_pod
from infra.tenancy import TENANT, in_namespace, namespace, platform_object

if TYPE_CHECKING:
    from infra.clouds.cloud import Cloud
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.settings import Prometheus, Settings

NAME = "prometheus"
NAMESPACE = "monitoring"
PORT = 9090

_FIELD = "addons.prometheus"
_CONTAINER = "/spec/template/spec/containers/0"
_SOURCES: Sources = {
    **{(kind, ""): _FIELD for kind in ("Namespace", "ResourceQuota", "ConfigMap", "StatefulSet", "NetworkPolicy")},
    ("StatefulSet", f"{_CONTAINER}/image"): "images.prometheus",
    **{("StatefulSet", f"{_CONTAINER}/resources/{which}/cpu"): f"{_FIELD}.cpu" for which in ("requests", "limits")},
    **{
        ("StatefulSet", f"{_CONTAINER}/resources/{which}/memory"): f"{_FIELD}.memory"
        for which in ("requests", "limits")
    },
    ("StatefulSet", "/spec/volumeClaimTemplates"): f"{_FIELD}.storage",
    ("StatefulSet", "/spec/volumeClaimTemplates/0/spec/storageClassName"): "storageClass",
}
_NOBODY = 65534  # The image's own user.
_EPHEMERAL_STORAGE = "256Mi"  # Logs; series are on the volume.


def _build(settings: Settings, cloud: Cloud, config: Prometheus) -> list[Manifest]:
    text = configuration(settings, config)
    # A StatefulSet deletes its pod before it makes the new one, so there is never a second.
    quota = _size(config).times(1, storage=config.storage)
    return [
        *namespace(NAMESPACE, version=settings.kubernetes_version, pod_security="restricted", quota=quota),
        _network_policy(settings),
        {**_object("v1", "ServiceAccount"), "automountServiceAccountToken": False},
        *(manifest for tenant in settings.tenants for manifest in _access(tenant)),
        _config_map(text),
        _service(),
        _stateful_set(settings, cloud, config, _config_name(text)),
    ]


def _object(api_version: str, kind: str, name: str = NAME, namespace: str = NAMESPACE) -> Manifest:
    return platform_object(api_version, kind, name, namespace, owner=NAME)


def _size(config: Prometheus) -> Size:
    return Size(config.cpu, config.memory, _EPHEMERAL_STORAGE)


def _access(tenant: str) -> list[Manifest]:
    """Let Prometheus find the pods of one tenant; a ClusterRole would show it those of the whole cluster."""
    group = "rbac.authorization.k8s.io"
    role = _object(f"{group}/v1", "Role", namespace=tenant)
    binding = _object(f"{group}/v1", "RoleBinding", namespace=tenant)
    return [
        {**role, "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get", "list", "watch"]}]},
        {
            **binding,
            "roleRef": {"apiGroup": group, "kind": "Role", "name": NAME},
            "subjects": [{"kind": "ServiceAccount", "name": NAME, "namespace": NAMESPACE}],
        },
    ]


def _config_name(text: str) -> str:
    return f"{NAME}-{digest(text)}"


def _config_map(text: str) -> Manifest:
    # Named after its content: another configuration is another pod, and going back finds the old one unchanged.
    return {**_object("v1", "ConfigMap", _config_name(text)), "immutable": True, "data": {"prometheus.yml": text}}


def _service() -> Manifest:
    port = {"name": "http", "protocol": "TCP", "port": PORT, "targetPort": "http"}
    return {
        **_object("v1", "Service"),
        "spec": {"type": "ClusterIP", "selector": labels.selector(NAME), "ports": [port]},
    }


def _network_policy(settings: Settings) -> Manifest:
    dns = [{"protocol": protocol, "port": 53} for protocol in ("UDP", "TCP")]
    models = {
        "namespaceSelector": {"matchLabels": dict(TENANT)},
        "podSelector": {"matchExpressions": [{"key": labels.MODEL, "operator": "Exists"}]},
    }
    keda = settings.autoscaler.keda
    askers: list[Manifest] = [{"podSelector": {}}, *([in_namespace(keda.namespace)] if keda else [])]
    api_server = [{"ipBlock": {"cidr": cidr}} for cidr in settings.api_server_cidrs]
    spec = {
        "podSelector": {"matchLabels": labels.selector(NAME)},
        "policyTypes": ["Ingress", "Egress"],
        "ingress": [{"from": askers, "ports": [{"protocol": "TCP", "port": PORT}]}],
        "egress": [
            {"to": [in_namespace("kube-system", "kube-dns", label="k8s-app")], "ports": dns},
            # The port is each runtime's own; the model's policy opens that one to us and no other.
            {"to": [models], "ports": [{"protocol": "TCP"}]},
            # Cilium counts nodes among addresses only with policy-cidr-match-mode: nodes.
            {"to": api_server, "ports": [{"protocol": "TCP", "port": port} for port in (443, 6443)]},
        ],
    }
    return {**_object("networking.k8s.io/v1", "NetworkPolicy"), "spec": spec}


def _stateful_set(settings: Settings, cloud: Cloud, config: Prometheus, config_map: str) -> Manifest:
    spec = {
        "replicas": 1,
        "serviceName": NAME,
        # With OrderedReady a pod that never gets ready must be deleted by hand before a correction reaches it.
        "podManagementPolicy": "Parallel",
        "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"partition": 0}},
        "persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Retain", "whenScaled": "Retain"},
        "selector": {"matchLabels": labels.selector(NAME)},
        "template": {"metadata": {"labels": labels.platform(NAME)}, "spec": _pod(settings, config, config_map)},
        "volumeClaimTemplates": [_claim(config, settings.storage_class or cloud.storage_class)],
    }
    return {**_object("apps/v1", "StatefulSet"), "spec": spec}


def _claim(config: Prometheus, storage_class: str | None) -> Manifest:
    spec = {
        "accessModes": ["ReadWriteOnce"],
        **({"storageClassName": storage_class} if storage_class else {}),
        "volumeMode": "Filesystem",
        "resources": {"requests": {"storage": canonical(config.storage)}},
    }
    # The API server adds version and kind; without them here a comparison with the live object never ends.
    return {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "data"}, "spec": spec}


def _pod(settings: Settings, config: Prometheus, config_map: str) -> Manifest:
    return {
        "serviceAccountName": NAME,
        # It asks the API server which pods there are.
        "automountServiceAccountToken": True,
        "enableServiceLinks": False,
        # Time to write what is in memory; killed earlier, it replays its log at the next start.
        "terminationGracePeriodSeconds": 300,
        "securityContext": restricted_pod(_NOBODY),
        "containers": [_container(settings, config)],
        "volumes": [{"name": "config", "configMap": {"name": config_map}}],
    }


def _container(settings: Settings, config: Prometheus) -> Manifest:
    return {
        "name": NAME,
        "image": settings.images.prometheus,
        "imagePullPolicy": "IfNotPresent",
        # No --web.enable-lifecycle: whoever reaches the port could stop it.
        "args": ["--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/prometheus"],
        "ports": [{"name": "http", "containerPort": PORT, "protocol": "TCP"}],
        "resources": _size(config).resources(),
        # /-/healthy answers while the log is replayed, which may take long and must not be cut short.
        "startupProbe": _probe("/-/healthy", period=5, failures=24),
        "livenessProbe": _probe("/-/healthy", period=10, failures=6),
        "readinessProbe": _probe("/-/ready", period=5, failures=3),
        "securityContext": restricted_container(),
        "volumeMounts": [
            {"name": "config", "mountPath": "/etc/prometheus", "readOnly": True},
            {"name": "data", "mountPath": "/prometheus"},
        ],
    }


def _probe(path: str, *, period: int, failures: int) -> Manifest:
    get = {"path": path, "port": "http", "scheme": "HTTP"}
    return {"httpGet": get, "periodSeconds": period, "timeoutSeconds": 3, "failureThreshold": failures}


PROMETHEUS = Addon(NAME, lambda addons: addons.prometheus, _build, _SOURCES)
