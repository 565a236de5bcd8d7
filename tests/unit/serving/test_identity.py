from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from models.identity import Identity
from tests.stack import of_kind

if TYPE_CHECKING:
    from infra.clouds import CloudName
    from infra.manifest import Json, Manifest

EVERY_CLOUDS = {
    "awsRoleArn": "arn:aws:iam::111122223333:role/models",
    "gcpServiceAccount": "models@acme-ml.iam.gserviceaccount.com",
    "azureClientId": "0f8fad5b-d9cb-469f-a165-70867728950e",
}
METADATA_NODES = {"iam.gke.io/gke-metadata-server-enabled": "true"}
# Annotations of the ServiceAccount, labels that the pods get besides, and the labels of the nodes they need.
Known = tuple[dict[str, str], dict[str, str], dict[str, str]]
ON_A_CLOUD: dict[CloudName, Known] = {
    "generic": ({}, {}, {}),
    "eks": ({"eks.amazonaws.com/role-arn": "arn:aws:iam::111122223333:role/models"}, {}, {}),
    "gke": ({"iam.gke.io/gcp-service-account": "models@acme-ml.iam.gserviceaccount.com"}, {}, METADATA_NODES),
    "aks": (
        {"azure.workload.identity/client-id": "0f8fad5b-d9cb-469f-a165-70867728950e"},
        {"azure.workload.identity/use": "true"},
        {},
    ),
}


def known(changes: dict[str, Any], cloud: str) -> Known:
    (account,) = of_kind("ServiceAccount", changes, {"cloud": cloud})
    (deployment,) = of_kind("Deployment", changes, {"cloud": cloud})
    template = deployment["spec"]["template"]
    own = deployment["metadata"]["labels"]
    labels = {label: value for label, value in template["metadata"]["labels"].items() if label not in own}
    return account["metadata"].get("annotations", {}), labels, template["spec"].get("nodeSelector", {})


@pytest.mark.parametrize("cloud", list(ON_A_CLOUD))
def test_a_cloud_uses_the_identity_that_is_its_own(cloud: CloudName) -> None:
    assert known({"identity": EVERY_CLOUDS}, cloud) == ON_A_CLOUD[cloud]
    assert known({}, cloud) == ({}, {}, {})


def test_the_label_of_an_identity_selects_no_pods() -> None:
    (deployment,) = of_kind("Deployment", {"identity": EVERY_CLOUDS}, {"cloud": "aks"})
    assert deployment["spec"]["selector"] == {"matchLabels": {"app.kubernetes.io/name": "iris"}}


def test_pod_identity_leaves_nothing_to_annotate() -> None:
    assert known({"identity": {"awsPodIdentity": True}}, "eks") == ({}, {}, {})


def test_a_model_in_a_bucket_of_google_is_itself_there_without_any_annotation() -> None:
    bucket = {"artifact": {"uri": "gs://acme/iris.onnx"}}
    assert known(bucket, "gke") == ({}, {}, METADATA_NODES)
    assert known(bucket, "eks") == ({}, {}, {})


def egress(changes: dict[str, Any], **stack: Json) -> list[Manifest]:
    (policy,) = of_kind("NetworkPolicy", changes, stack)
    rules: list[Manifest] = policy["spec"]["egress"]
    return rules


def to(cidr: str, *ports: int) -> Manifest:
    return {"to": [{"ipBlock": {"cidr": cidr}}], "ports": [{"protocol": "TCP", "port": port} for port in ports]}


def kube_system(name: str) -> Manifest:
    return {
        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}},
        "podSelector": {"matchLabels": {"k8s-app": name}},
    }


def dns(*peers: Manifest) -> Manifest:
    return {"to": list(peers), "ports": [{"protocol": "UDP", "port": 53}, {"protocol": "TCP", "port": 53}]}


def block(cidr: str) -> Manifest:
    return {"ipBlock": {"cidr": cidr}}


STORES = {"s3": ["10.1.0.0/24"], "gs": ["199.36.153.8/30"], "az": ["10.3.0.0/24"]}
TOKENS = {"sts": ["10.1.1.0/24"], "entra": ["20.190.128.0/18"]}


def test_on_eks_a_role_needs_sts_and_pod_identity_the_agent_on_the_node() -> None:
    known_cidrs = {**STORES, **TOKENS}
    names = dns(kube_system("kube-dns"))
    web = {"to": [block("10.1.0.0/24"), block("10.1.1.0/24")], "ports": [{"protocol": "TCP", "port": 443}]}
    assert egress({"identity": EVERY_CLOUDS}, egressCidrs=known_cidrs) == [names, web]
    pod_identity = egress({"identity": {"awsPodIdentity": True}}, egressCidrs=known_cidrs)
    assert pod_identity == [names, to("10.1.0.0/24", 443), to("169.254.170.23/32", 80)]


def test_on_gke_the_metadata_server_answers_and_the_name_server_is_on_the_node() -> None:
    names = dns(
        kube_system("kube-dns"),
        kube_system("node-local-dns"),
        block("169.254.20.10/32"),
        block("169.254.169.254/32"),
    )
    metadata = [to("169.254.169.254/32", 80, 8080), to("169.254.169.252/32", 987, 988)]
    bucket = {"artifact": {"uri": "gs://acme/iris.onnx"}}
    assert egress(bucket, cloud="gke", egressCidrs=STORES) == [names, to("199.36.153.8/30", 443), *metadata]
    assert egress({}, cloud="gke", egressCidrs=STORES) == [names, to("10.1.0.0/24", 443)]


def test_on_aks_a_managed_identity_needs_entra() -> None:
    names = dns(kube_system("kube-dns"), block("169.254.10.10/32"), block("169.254.10.11/32"))
    blob = {"artifact": {"uri": "az://acme/models/iris.onnx"}, "identity": EVERY_CLOUDS}
    web = {"to": [block("10.3.0.0/24"), block("20.190.128.0/18")], "ports": [{"protocol": "TCP", "port": 443}]}
    assert egress(blob, cloud="aks", egressCidrs={**STORES, **TOKENS}) == [names, web]


def test_a_token_service_whose_address_nobody_named_may_be_anywhere_outside() -> None:
    private = ["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"]
    blob = {"artifact": {"uri": "az://acme/models/iris.onnx"}, "identity": EVERY_CLOUDS}
    assert egress(blob, cloud="aks", egressCidrs=STORES)[1]["to"] == [
        block("10.3.0.0/24"),
        {"ipBlock": {"cidr": "0.0.0.0/0", "except": private}},
    ]


def test_settings_add_name_servers() -> None:
    rules = egress({}, cloud="generic", egressCidrs={**STORES, "dns": ["10.96.0.10/32"]})
    assert rules[0] == dns(kube_system("kube-dns"), block("10.96.0.10/32"))


WRONG = {
    "awsRoleArn": ("an IAM role", "write arn:aws:iam::<12-digit account>:role/<name>"),
    "gcpServiceAccount": ("a Google service account", "write <name>@<project>.iam.gserviceaccount.com"),
    "azureClientId": (
        "the client ID of a managed identity",
        "write the UUID that `az identity show --query clientId` prints",
    ),
}


@pytest.mark.parametrize("field", WRONG)
def test_what_is_no_identity_is_refused(field: str) -> None:
    what, fix = WRONG[field]
    with pytest.raises(ValidationError) as refused:
        Identity.model_validate({field: "models-read"})
    (error,) = refused.value.errors()
    assert (error["msg"], error["ctx"]["fix"]) == (f"'models-read' is not {what}", fix)


def test_two_ways_on_eks_are_refused() -> None:
    with pytest.raises(ValidationError) as refused:
        Identity.model_validate({"awsRoleArn": EVERY_CLOUDS["awsRoleArn"], "awsPodIdentity": True})
    assert "an SDK uses one of awsRoleArn and awsPodIdentity, silently" in str(refused.value)
