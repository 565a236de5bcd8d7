from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from infra.addons.nvidia_device_plugin import NVIDIA_DEVICE_PLUGIN
from infra.clouds import CLOUDS
from infra.clouds.cloud import Taint
from infra.errors import InputError
from tests.unit.addons.stack import stack

if TYPE_CHECKING:
    from infra.clouds.cloud import Cloud
    from infra.manifest import Manifest
    from infra.settings import CloudName, Settings

LABELS = {
    "app.kubernetes.io/name": "nvidia-device-plugin",
    "app.kubernetes.io/managed-by": "slipway",
    "app.kubernetes.io/part-of": "slipway",
}
SIZE = {"cpu": "50m", "memory": "100Mi", "ephemeral-storage": "64Mi"}
GPU_NODES: dict[CloudName, dict[str, str]] = {
    "generic": {"nvidia.com/gpu.present": "true"},
    "eks": {"karpenter.k8s.aws/instance-gpu-manufacturer": "nvidia"},
}


@pytest.fixture
def settings() -> Settings:
    return stack(addons={"nvidiaDevicePlugin": {}})


def one(settings: Settings, cloud: Cloud, kind: str) -> Manifest:
    component = NVIDIA_DEVICE_PLUGIN.component(settings, cloud)
    assert component is not None
    (manifest,) = [manifest for manifest in component.manifests if manifest["kind"] == kind]
    return manifest


@pytest.mark.parametrize("cloud", list(CLOUDS))
def test_it_runs_on_gpu_nodes_with_one_exception_from_the_rules(settings: Settings, cloud: CloudName) -> None:
    assert one(settings, CLOUDS[cloud], "DaemonSet") == {
        "apiVersion": "apps/v1",
        "kind": "DaemonSet",
        "metadata": {"name": "nvidia-device-plugin", "namespace": "nvidia", "labels": LABELS},
        "spec": {
            "selector": {"matchLabels": {"app.kubernetes.io/name": "nvidia-device-plugin"}},
            "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 0, "maxUnavailable": "10%"}},
            "template": {
                "metadata": {"labels": LABELS},
                "spec": {
                    "serviceAccountName": "nvidia-device-plugin",
                    "automountServiceAccountToken": False,
                    "enableServiceLinks": False,
                    "priorityClassName": "system-node-critical",
                    "nodeSelector": GPU_NODES[cloud],
                    "tolerations": [{"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}],
                    "securityContext": {"seccompProfile": {"type": "RuntimeDefault"}},
                    "containers": [
                        {
                            "name": "nvidia-device-plugin",
                            "image": "nvcr.io/nvidia/k8s-device-plugin:v0.20.0",
                            "imagePullPolicy": "IfNotPresent",
                            "env": [
                                {"name": "FAIL_ON_INIT_ERROR", "value": "true"},
                                {"name": "MOFED_ENABLED", "value": "false"},
                            ],
                            "resources": {"requests": SIZE, "limits": SIZE},
                            "securityContext": {
                                "runAsNonRoot": False,
                                "runAsUser": 0,
                                "runAsGroup": 0,
                                "allowPrivilegeEscalation": False,
                                "capabilities": {"drop": ["ALL"]},
                                "readOnlyRootFilesystem": True,
                            },
                            "volumeMounts": [
                                {"name": "device-plugins", "mountPath": "/var/lib/kubelet/device-plugins"}
                            ],
                        }
                    ],
                    "volumes": [
                        {
                            "name": "device-plugins",
                            "hostPath": {"path": "/var/lib/kubelet/device-plugins", "type": "Directory"},
                        }
                    ],
                },
            },
        },
    }


def test_its_account_has_no_token(settings: Settings) -> None:
    assert one(settings, CLOUDS["generic"], "ServiceAccount") == {
        "apiVersion": "v1",
        "kind": "ServiceAccount",
        "metadata": {"name": "nvidia-device-plugin", "namespace": "nvidia", "labels": LABELS},
        "automountServiceAccountToken": False,
    }


def test_its_namespace_has_room_for_each_node_and_no_more(settings: Settings) -> None:
    assert one(settings, CLOUDS["generic"], "ResourceQuota")["spec"]["hard"] == {
        "requests.cpu": "1",
        "limits.cpu": "1",
        "requests.memory": "2000Mi",
        "limits.memory": "2000Mi",
        "requests.ephemeral-storage": "1280Mi",
        "limits.ephemeral-storage": "1280Mi",
        "requests.storage": "0",
        "requests.nvidia.com/gpu": "0",
        "pods": "20",
    }


def test_it_tolerates_every_taint_of_the_clouds_gpu_nodes(settings: Settings) -> None:
    generic = CLOUDS["generic"]
    nodes = replace(generic.accelerators["nvidia"], taints=(Taint("sku", "gpu"), Taint("nvidia.com/gpu")))
    cloud = replace(generic, accelerators={"nvidia": nodes})
    assert one(settings, cloud, "DaemonSet")["spec"]["template"]["spec"]["tolerations"] == [
        {"key": "sku", "operator": "Equal", "value": "gpu", "effect": "NoSchedule"},
        {"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"},
    ]


def test_it_is_refused_where_the_cloud_brings_its_own(settings: Settings) -> None:
    cloud = replace(CLOUDS["eks"], name="gke", manages_device_plugin=True)
    with pytest.raises(InputError) as refused:
        NVIDIA_DEVICE_PLUGIN.component(settings, cloud)
    assert str(refused.value) == (
        "addons.nvidiaDevicePlugin: "
        "gke installs the NVIDIA device plugin itself, and two on one node fight over its GPUs\n"
        "  fix: remove the add-on from this stack"
    )
