"""How many CPUs this container may use: the quota of its control group, not the host's cores."""

from __future__ import annotations

import math
import os
from pathlib import Path

_ROOT = Path("/sys/fs/cgroup")


def threads(root: Path = _ROOT, cores: int | None = None) -> int:
    """Return the threads worth running: the quota, rounded up, and never more than the cores this process may use."""
    available = cores or len(os.sched_getaffinity(0))
    quota = _version_two(root) or _version_one(root)
    return max(1, min(available, math.ceil(quota))) if quota else available


def _version_two(root: Path) -> float | None:
    try:
        quota, period = (root / "cpu.max").read_text().split()
        return None if quota == "max" else int(quota) / int(period)
    except (OSError, ValueError):
        return None


def _version_one(root: Path) -> float | None:
    try:
        quota = int((root / "cpu/cpu.cfs_quota_us").read_text())
        period = int((root / "cpu/cpu.cfs_period_us").read_text())
    except (OSError, ValueError):
        return None
    return quota / period if quota > 0 else None
