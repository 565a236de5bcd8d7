"""The NVIDIA device plugin: on every GPU node a pod that tells the kubelet how many GPUs there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra import labels
from infra.addons.addon import Addon
from infra.addons.size import Size
from infra.errors import InputError, Problem
from infra.security import restricted_container
from infra.tenancy import namespace, platform_object

if TYPE_CHECKING:
    from infra.addon_settings import NvidiaDevicePlugin
    from infra.clouds.cloud import Cloud
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.settings import Settings

NAME = "nvidia-device-plugin"
NAMESPACE = "nvidia"

_FIELD = "addons.nvidiaDevicePlugin"
_SOURCES: Sources = {
    ("Namespace", ""): _FIELD,
    ("ResourceQuota", ""): "maxNodes",
    ("DaemonSet", ""): _FIELD,
    ("DaemonSet", "/spec/template/spec/containers/0/image"): "images.nvidiaDevicePlugin",
}
_SIZE = Size(cpu="50m", memory="100Mi", ephemeral_storage="64Mi")
# The kubelet takes a plugin's registration on a socket here, and connects to the socket that the plugin leaves here.
_SOCKETS = "/var/lib/kubelet/device-plugins"


def _build(settings: Settings, cloud: Cloud, _config: NvidiaDevicePlugin) -> list[Manifest]:
    if cloud.manages_device_plugin:
        _refuse(cloud)
    # A DaemonSet replaces a pod only once the old one is gone, so a node never has two of them.
    quota = _SIZE.times(settings.max_nodes)
    # Baseline forbids every hostPath. A quota scoped to system-node-critical isn't needed: only GKE's admission asks
    # for one outside kube-system, and GKE brings its own plugin.
    guards = namespace(NAMESPACE, version=settings.kubernetes_version, pod_security="privileged", quota=quota)
    return [*guards, _service_account(), _daemon_set(settings, cloud)]


def _refuse(cloud: Cloud) -> None:
    problem = Problem(
        what=f"{cloud.name} installs the NVIDIA device plugin itself, and two on one node fight over its GPUs",
        fix="remove the add-on from this stack",
        field=_FIELD,
    )
    raise InputError(problem)


def _service_account() -> Manifest:
    account = platform_object("v1", "ServiceAccount", NAME, NAMESPACE, owner=NAME)
    return {**account, "automountServiceAccountToken": False}


def _daemon_set(settings: Settings, cloud: Cloud) -> Manifest:
    spec = {
        "selector": {"matchLabels": labels.selector(NAME)},
        "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 0, "maxUnavailable": "10%"}},
        "template": {"metadata": {"labels": labels.platform(NAME)}, "spec": _pod(settings, cloud)},
    }
    return {**platform_object("apps/v1", "DaemonSet", NAME, NAMESPACE, owner=NAME), "spec": spec}


def _pod(settings: Settings, cloud: Cloud) -> Manifest:
    nodes = cloud.accelerators["nvidia"]
    return {
        "serviceAccountName": NAME,
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,
        # Without it no GPU of the node can be used, so it comes before any model.
        "priorityClassName": "system-node-critical",
        "nodeSelector": {**nodes.labels, **nodes.daemon_labels},
        "tolerations": [taint.toleration() for taint in nodes.taints],
        "securityContext": {"seccompProfile": {"type": "RuntimeDefault"}},
        "containers": [_container(settings)],
        "volumes": [{"name": "device-plugins", "hostPath": {"path": _SOCKETS, "type": "Directory"}}],
    }


def _container(settings: Settings) -> Manifest:
    return {
        "name": NAME,
        "image": settings.images.nvidia_device_plugin,
        "imagePullPolicy": "IfNotPresent",
        "env": [
            # A GPU node whose driver is broken shows as a crashing pod; the other choice is to wait in silence.
            {"name": "FAIL_ON_INIT_ERROR", "value": "true"},
            # On by default since 0.19, it claims the devices of EFA, which has a plugin of its own.
            {"name": "MOFED_ENABLED", "value": "false"},
        ],
        "resources": _SIZE.resources(),
        # The directory belongs to root and is closed to others. Root here has no capability left.
        "securityContext": {"runAsNonRoot": False, "runAsUser": 0, "runAsGroup": 0, **restricted_container()},
        "volumeMounts": [{"name": "device-plugins", "mountPath": _SOCKETS}],
    }


NVIDIA_DEVICE_PLUGIN = Addon(NAME, lambda addons: addons.nvidia_device_plugin, _build, _SOURCES)
