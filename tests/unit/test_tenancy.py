from __future__ import annotations

from typing import Any

import pytest
import yaml

from infra.manifest import Component, Manifest
from infra.provenance import field_of
from infra.settings import Settings
from infra.tenancy import TENANT, Allowance, PodSecurity, in_namespace, namespace, sources, tenants

LABELS = {
    "app.kubernetes.io/name": "vision",
    "app.kubernetes.io/managed-by": "slipway",
    "app.kubernetes.io/part-of": "slipway",
}


def settings(**tenants: object) -> Settings:
    return Settings.model_validate(
        {
            "stack": "prod",
            "environment": "prod",
            "cloud": "generic",
            "kubernetesVersion": "1.34",
            "domain": "models.example.com",
            "images": {"app": "ghcr.io/example/app:1.0.0"},
            "tenants": tenants,
        }
    )


def of_kind(component: Component, kind: str) -> Manifest:
    (manifest,) = [manifest for manifest in component.manifests if manifest["kind"] == kind]
    return manifest


VISION: dict[str, Any] = {"quota": {"cpu": "64", "memory": "256Gi", "gpus": 4}}


def test_a_tenant_is_one_component_of_a_namespace_and_its_guards() -> None:
    (tenant,) = tenants(settings(vision=VISION))
    assert tenant == Component(
        "platform",
        "tenant-vision",
        (
            {
                "apiVersion": "v1",
                "kind": "Namespace",
                "metadata": {
                    "name": "vision",
                    "labels": {
                        **LABELS,
                        "kubernetes.io/metadata.name": "vision",
                        "slipway.dev/tenant": "true",
                        "pod-security.kubernetes.io/enforce": "restricted",
                        "pod-security.kubernetes.io/enforce-version": "v1.34",
                        "pod-security.kubernetes.io/audit": "restricted",
                        "pod-security.kubernetes.io/audit-version": "v1.34",
                        "pod-security.kubernetes.io/warn": "restricted",
                        "pod-security.kubernetes.io/warn-version": "v1.34",
                    },
                },
            },
            {
                "apiVersion": "v1",
                "kind": "ResourceQuota",
                "metadata": {"name": "quota", "namespace": "vision", "labels": LABELS},
                "spec": {
                    "hard": {
                        "requests.cpu": "64",
                        "limits.cpu": "64",
                        "requests.memory": "256Gi",
                        "limits.memory": "256Gi",
                        "requests.ephemeral-storage": "200Gi",
                        "limits.ephemeral-storage": "200Gi",
                        "requests.storage": "1Ti",
                        "requests.nvidia.com/gpu": "4",
                        "pods": "100",
                    }
                },
            },
            {
                "apiVersion": "v1",
                "kind": "LimitRange",
                "metadata": {"name": "container-defaults", "namespace": "vision", "labels": LABELS},
                "spec": {
                    "limits": [
                        {
                            "type": "Container",
                            "default": {"cpu": "100m", "memory": "128Mi", "ephemeral-storage": "128Mi"},
                            "defaultRequest": {"cpu": "100m", "memory": "128Mi", "ephemeral-storage": "128Mi"},
                        }
                    ]
                },
            },
            {
                "apiVersion": "networking.k8s.io/v1",
                "kind": "NetworkPolicy",
                "metadata": {"name": "default-deny", "namespace": "vision", "labels": LABELS},
                "spec": {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]},
            },
        ),
        sources("vision"),
    )


def test_tenants_come_in_the_order_of_the_settings() -> None:
    built = tenants(settings(vision=VISION, audio=VISION))
    assert [tenant.file for tenant in built] == ["platform/tenant-vision.yaml", "platform/tenant-audio.yaml"]


CLAIMED_GPUS = "gpu.nvidia.com.deviceclass.resource.k8s.io/devices"


def test_a_quota_names_every_device_that_may_be_asked_for() -> None:
    (tenant,) = tenants(settings(vision={"quota": {**VISION["quota"], "devices": {"amd.com/gpu": 8, CLAIMED_GPUS: 2}}}))
    (quota,) = [one for one in tenant.manifests if one["kind"] == "ResourceQuota"]
    devices = {key: amount for key, amount in quota["spec"]["hard"].items() if "gpu" in key}
    assert devices == {"requests.nvidia.com/gpu": "4", "requests.amd.com/gpu": "8", CLAIMED_GPUS: "2"}
    assert field_of("ResourceQuota", "/spec/hard/requests.amd.com~1gpu", tenant.sources) == (
        "tenants.vision.quota.devices"
    )


def test_a_quota_is_written_as_the_api_server_would() -> None:
    quota = {"cpu": "1500m", "memory": "1024Gi", "ephemeralStorage": "0.5Gi", "storage": "2000G", "pods": 1000}
    (tenant,) = tenants(settings(vision={"quota": quota}))
    assert of_kind(tenant, "ResourceQuota")["spec"]["hard"] == {
        "requests.cpu": "1500m",
        "limits.cpu": "1500m",
        "requests.memory": "1Ti",
        "limits.memory": "1Ti",
        "requests.ephemeral-storage": "512Mi",
        "limits.ephemeral-storage": "512Mi",
        "requests.storage": "2T",
        "requests.nvidia.com/gpu": "0",
        "pods": "1k",
    }


def test_an_empty_allowance_admits_nothing() -> None:
    _, quota, *_ = namespace("closed", version="1.34", pod_security="restricted", quota=Allowance())
    assert set(quota["spec"]["hard"].values()) == {"0"}


@pytest.mark.parametrize("level", ["restricted", "baseline", "privileged"])
def test_the_pod_security_level_is_pinned_to_the_clusters_version(level: PodSecurity) -> None:
    space, *_ = namespace("some", version="1.33", pod_security=level, quota=Allowance())
    found = {key.partition("/")[2]: value for key, value in space["metadata"]["labels"].items() if "security" in key}
    modes = ("enforce", "audit", "warn")
    assert found == dict.fromkeys(modes, level) | {f"{mode}-version": "v1.33" for mode in modes}


def test_only_tenants_have_the_label_of_tenants() -> None:
    platform, *_ = namespace("platform", version="1.34", pod_security="restricted", quota=Allowance())
    tenant = of_kind(tenants(settings(vision=VISION))[0], "Namespace")
    assert TENANT.items() <= tenant["metadata"]["labels"].items()
    assert not TENANT.keys() & platform["metadata"]["labels"].keys()


def test_no_part_is_shared_between_objects() -> None:
    manifests = [manifest for tenant in tenants(settings(a=VISION, b=VISION)) for manifest in tenant.manifests]
    assert "&id" not in yaml.safe_dump(manifests)


@pytest.mark.parametrize(
    ("peer", "expected"),
    [
        (in_namespace("a"), {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "a"}}}),
        (
            in_namespace("a", "b"),
            {
                "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "a"}},
                "podSelector": {"matchLabels": {"app.kubernetes.io/name": "b"}},
            },
        ),
    ],
)
def test_a_peer_selects_a_namespace_and_perhaps_its_pods(peer: Manifest, expected: Manifest) -> None:
    assert peer == expected


@pytest.mark.parametrize(
    ("pointer", "field"),
    [
        ("/spec/hard/requests.cpu", "tenants.vision.quota.cpu"),
        ("/spec/hard/limits.ephemeral-storage", "tenants.vision.quota.ephemeralStorage"),
        ("/spec/hard/requests.nvidia.com~1gpu", "tenants.vision.quota.gpus"),
        ("/metadata/name", "tenants.vision.quota"),
    ],
)
def test_a_quota_leads_back_to_the_settings(pointer: str, field: str) -> None:
    assert field_of("ResourceQuota", pointer, sources("vision")) == field
