"""What differs between clouds: facts as data, one module each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from infra.clouds.aks import AKS
from infra.clouds.eks import EKS
from infra.clouds.generic import GENERIC
from infra.clouds.gke import GKE

if TYPE_CHECKING:
    from infra.clouds.cloud import Cloud

CloudName = Literal["generic", "eks", "gke", "aks"]
CLOUDS: dict[CloudName, Cloud] = {"generic": GENERIC, "eks": EKS, "gke": GKE, "aks": AKS}
