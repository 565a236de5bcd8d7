"""What differs between clouds: facts as data, one module each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.clouds.eks import EKS
from infra.clouds.generic import GENERIC

if TYPE_CHECKING:
    from infra.clouds.cloud import Cloud
    from infra.settings import CloudName

CLOUDS: dict[CloudName, Cloud] = {"generic": GENERIC, "eks": EKS}
