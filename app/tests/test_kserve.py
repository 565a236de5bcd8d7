from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from app.tests.running import REPOSITORY

if TYPE_CHECKING:
    from app.tests.running import Running

CHECKS = ["health", "every datatype in binary", "every datatype in JSON", "errors reach the caller as words"]


@pytest.mark.parametrize("check", CHECKS)
def test_kserve_s_own_client(everything: Running, check: str) -> None:
    command = [sys.executable, "-m", "app.tests.kserve_client", check, str(everything.port)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
