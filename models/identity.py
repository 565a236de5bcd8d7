"""Who a model is to its cloud."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import model_validator

from models.base import Part, refuse, text

_ROLE_ARN = text(
    r"arn:aws(-cn|-us-gov)?:iam::[0-9]{12}:role/.+",
    "an IAM role",
    "write arn:aws:iam::<12-digit account>:role/<name>",
)
_SERVICE_ACCOUNT = text(
    r"[a-z][-a-z0-9]{4,28}[a-z0-9]@([a-z0-9.-]+\.)?[a-z][-a-z0-9]{4,28}[a-z0-9]\.iam\.gserviceaccount\.com",
    "a Google service account",
    "write <name>@<project>.iam.gserviceaccount.com",
)
_CLIENT_ID = text(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "the client ID of a managed identity",
    "write the UUID that `az identity show --query clientId` prints",
)


class Identity(Part):
    """Who the model is to its cloud; a cloud uses the part that is its own."""

    aws_role_arn: Annotated[str, *_ROLE_ARN] | None = None
    """IAM role that the pods assume on EKS, by OpenID Connect (IRSA)."""
    aws_pod_identity: bool = False
    """Whether EKS has a Pod Identity association for the model's ServiceAccount, which says the role."""
    gcp_service_account: Annotated[str, *_SERVICE_ACCOUNT] | None = None
    """Google service account that the pods act for on GKE; without one they are themselves there, and can be granted
    roles as ``principal://…/subject/ns/<namespace>/sa/<name>``."""
    azure_client_id: Annotated[str, *_CLIENT_ID] | None = None
    """Client ID of the managed identity that the pods have on AKS."""

    @model_validator(mode="after")
    def _one_way_on_eks(self) -> Self:
        if self.aws_role_arn and self.aws_pod_identity:
            refuse(
                "an SDK uses one of awsRoleArn and awsPodIdentity, silently", "keep one of the two", "awsPodIdentity"
            )
        return self
