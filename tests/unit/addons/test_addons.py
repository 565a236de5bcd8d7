"""What holds for every add-on on every cloud."""

from __future__ import annotations

import importlib
import math
import pkgutil
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from infra import addons
from infra.addons import ADDONS, components
from infra.addons.addon import Addon
from infra.clouds import CLOUDS
from infra.manifest import Component, Manifest, identity
from infra.provenance import field_of
from infra.quantity import parse
from tests.unit.addons.stack import stack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from infra.clouds import CloudName

ON: dict[str, Any] = {"nvidiaDevicePlugin": {}, "prometheus": {}, "gateway": {"sourceCidrs": ["10.20.0.0/18"]}}
SPACES = {"nvidiaDevicePlugin": "nvidia", "prometheus": "monitoring", "gateway": "gateway"}
RESOURCES = {"cpu", "memory", "ephemeral-storage"}
HEAD = ["apiVersion", "kind", "metadata"]
# Reviewed exceptions: the kubelet's socket directory belongs to root.
WAIVED_ROOT = {"nvidia-device-plugin"}
WAIVED_PROBES = {"nvidia-device-plugin"}

pytestmark = pytest.mark.parametrize("cloud", list(CLOUDS))


def on(cloud: CloudName) -> dict[str, Any]:
    """Everything that can be turned on: a cloud that brings the device plugin refuses ours."""
    return {name: one for name, one in ON.items() if name != "nvidiaDevicePlugin" or not brings_its_own(cloud)}


def brings_its_own(cloud: CloudName) -> bool:
    return CLOUDS[cloud].manages_device_plugin


@pytest.fixture
def built(cloud: CloudName) -> list[Component]:
    return components(stack(cloud=cloud, addons=on(cloud)), CLOUDS[cloud])


@pytest.fixture
def manifests(built: list[Component]) -> list[Manifest]:
    return [manifest for component in built for manifest in component.manifests]


@pytest.fixture
def pods(manifests: list[Manifest]) -> list[Manifest]:
    return [manifest["spec"]["template"]["spec"] for manifest in manifests if "template" in manifest.get("spec", {})]


def containers(pods: list[Manifest]) -> Iterator[tuple[Manifest, Manifest]]:
    for pod in pods:
        for container in (*pod.get("initContainers", ()), *pod["containers"]):
            yield pod, container


def test_every_module_with_an_add_on_is_registered(cloud: CloudName) -> None:
    del cloud
    modules = [importlib.import_module(f"infra.addons.{found.name}") for found in pkgutil.iter_modules(addons.__path__)]
    found = {value.name for module in modules for value in vars(module).values() if isinstance(value, Addon)}
    assert found == {addon.name for addon in ADDONS}


def test_nothing_is_installed_unless_asked(cloud: CloudName) -> None:
    settings = stack(cloud=cloud)
    assert components(settings, CLOUDS[cloud]) == []
    assert not any(addon.config(settings.addons) for addon in ADDONS)


def test_each_add_on_is_a_file_of_the_platform(cloud: CloudName, built: list[Component]) -> None:
    settings = stack(addons=on(cloud)).addons
    files = [f"platform/{addon.name}.yaml" for addon in ADDONS if addon.config(settings) is not None]
    assert [component.file for component in built] == files
    assert {component.manifests[0]["kind"] for component in built} == {"Namespace"}


def test_no_two_objects_have_the_same_identity(manifests: list[Manifest]) -> None:
    assert len({identity(manifest) for manifest in manifests}) == len(manifests)


def test_the_keys_of_objects_are_in_one_order(manifests: list[Manifest]) -> None:
    for manifest in manifests:
        assert list(manifest)[:3] == HEAD
        order = [key for key in ("name", "namespace", "labels", "annotations") if key in manifest["metadata"]]
        assert list(manifest["metadata"]) == order


def test_no_part_is_shared_between_objects(manifests: list[Manifest]) -> None:
    assert "&id" not in yaml.safe_dump(manifests)


def test_building_twice_gives_the_same(cloud: CloudName, built: list[Component]) -> None:
    again = components(stack(cloud=cloud, addons=on(cloud)), CLOUDS[cloud])
    assert yaml.safe_dump([c.manifests for c in again], sort_keys=False) == yaml.safe_dump(
        [c.manifests for c in built], sort_keys=False
    )


def test_every_platform_namespace_is_closed_and_limited(cloud: CloudName, manifests: list[Manifest]) -> None:
    spaces = {manifest["metadata"]["name"] for manifest in manifests if manifest["kind"] == "Namespace"}
    assert spaces == {SPACES[addon] for addon in on(cloud)}
    for kind, name in (
        ("ResourceQuota", "quota"),
        ("LimitRange", "container-defaults"),
        ("NetworkPolicy", "default-deny"),
    ):
        assert spaces == {
            manifest["metadata"]["namespace"]
            for manifest in manifests
            if (manifest["kind"], manifest["metadata"]["name"]) == (kind, name)
        }


def test_every_container_states_all_its_resources(pods: list[Manifest]) -> None:
    for _, container in containers(pods):
        requests, limits = container["resources"]["requests"], container["resources"]["limits"]
        assert set(requests) == set(limits) == RESOURCES
        assert all(parse(limits[name]) >= parse(requests[name]) > 0 for name in RESOURCES)


def test_every_container_is_confined(pods: list[Manifest]) -> None:
    for pod, container in containers(pods):
        security = {**pod["securityContext"], **container["securityContext"]}
        assert security["seccompProfile"] == {"type": "RuntimeDefault"}
        assert security["allowPrivilegeEscalation"] is False
        assert security["capabilities"] == {"drop": ["ALL"]}
        assert security["readOnlyRootFilesystem"] is True
        assert "privileged" not in security
        root = (security["runAsNonRoot"] is not True) or security["runAsUser"] == 0
        assert root == (container["name"] in WAIVED_ROOT)


def test_no_pod_leaves_its_sandbox(cloud: CloudName, pods: list[Manifest]) -> None:
    for pod in pods:
        assert not pod.keys() & {"hostNetwork", "hostPID", "hostIPC", "hostUsers", "shareProcessNamespace"}
        assert "automountServiceAccountToken" in pod
        assert not [
            port for container in pod["containers"] for port in container.get("ports", ()) if "hostPort" in port
        ]
    paths = [volume["hostPath"] for pod in pods for volume in pod["volumes"] if "hostPath" in volume]
    sockets = {"path": "/var/lib/kubelet/device-plugins", "type": "Directory"}
    assert paths == ([] if brings_its_own(cloud) else [sockets])


def test_every_image_is_fixed(pods: list[Manifest]) -> None:
    for _, container in containers(pods):
        tag = container["image"].rsplit("/", 1)[-1].partition(":")[2]
        assert tag not in {"", "latest"}


def test_every_container_has_three_probes_and_liveness_asks_something_else(pods: list[Manifest]) -> None:
    for _, container in containers(pods):
        probes = [container.get(f"{probe}Probe") for probe in ("startup", "liveness", "readiness")]
        if container["name"] in WAIVED_PROBES:
            assert probes == [None, None, None]
            continue
        assert all(probe and "initialDelaySeconds" not in probe for probe in probes)
        assert container["livenessProbe"]["httpGet"]["path"] != container["readinessProbe"]["httpGet"]["path"]


@pytest.mark.parametrize("nodes", [1, 7, 15_000])
def test_each_quota_is_what_its_pods_take_at_most(cloud: CloudName, nodes: int) -> None:
    settings = stack(cloud=cloud, addons=on(cloud), maxNodes=nodes)
    for component in components(settings, CLOUDS[cloud]):
        (quota,) = [manifest for manifest in component.manifests if manifest["kind"] == "ResourceQuota"]
        assert {name: parse(amount) for name, amount in quota["spec"]["hard"].items()} == worst_case(component, nodes)


def worst_case(component: Component, nodes: int) -> dict[str, Fraction]:
    names = [f"{which}.{name}" for name in sorted(RESOURCES) for which in ("requests", "limits")]
    total = dict.fromkeys([*names, "requests.storage", "requests.nvidia.com/gpu", "pods"], Fraction(0))
    for manifest in [*component.manifests, *made_by_a_controller(component)]:
        count = {"DaemonSet": nodes, "StatefulSet": 1}.get(manifest["kind"], 0) or manifest.get("count", 0)
        for container in manifest["spec"]["template"]["spec"]["containers"] if count else ():
            for name in names:
                which, _, resource = name.partition(".")
                total[name] += parse(container["resources"][which][resource]) * count
        for claim in manifest.get("spec", {}).get("volumeClaimTemplates", ()):
            total["requests.storage"] += parse(claim["spec"]["resources"]["requests"]["storage"]) * count
        total["pods"] += count
    return total


def made_by_a_controller(component: Component) -> list[Manifest]:
    """What Istio makes of the ConfigMap that a Gateway refers to, at its maximum and in the middle of a rollout."""
    made = []
    for manifest in component.manifests:
        if manifest["kind"] == "ConfigMap" and "horizontalPodAutoscaler" in manifest["data"]:
            most = yaml.safe_load(manifest["data"]["horizontalPodAutoscaler"])["spec"]["maxReplicas"]
            deployment = yaml.safe_load(manifest["data"]["deployment"])
            made.append({"kind": "Deployment", "count": most + math.ceil(most / 4), **deployment})
    return made


@pytest.mark.parametrize(
    ("kind", "pointer", "field"),
    [
        ("DaemonSet", "/spec/template/spec/containers/0/image", "images.nvidiaDevicePlugin"),
        ("StatefulSet", "/spec/template/spec/containers/0/resources/limits/memory", "addons.prometheus.memory"),
        ("Gateway", "/spec/listeners/1/tls/certificateRefs/0/name", "addons.gateway.tlsSecret"),
    ],
)
def test_an_object_leads_back_to_the_settings(cloud: CloudName, kind: str, pointer: str, field: str) -> None:
    del cloud
    assert field in {field_of(kind, pointer, addon.sources) for addon in ADDONS}
