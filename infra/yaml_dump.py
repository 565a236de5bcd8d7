"""Writes manifests as YAML that every reader reads back the same.

Written here because nothing ready-made fits: PyYAML with libyaml takes 2.7 s for the 12,000 objects of 1,000 models,
and the Rust emitters for Python leave ``yes`` and ``12:30`` unquoted. Text is plain only where no reader of YAML 1.1 or
1.2 could take it for anything else.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from infra.manifest import Manifest

# Words, paths, options, image references and URLs; never a colon or a # that could end them.
_WORD = r"(?:[A-Za-z/_$]|--?[A-Za-z])"
_PLAIN = re.compile(rf"{_WORD}[A-Za-z0-9_./@+=$()-]*(?:[: ][A-Za-z0-9_./@+=$()-]+)*")
# Numbers with a unit that no reader takes for a number: not 1e3, 0x1f, 0o7, 0b1, 1_000, 12:30 or a date.
_QUANTITY = re.compile(r"[0-9]+(?:\.[0-9]+)?[ACDF-NP-WYZacdf-np-wyz][A-Za-z0-9]*")
_RESERVED: Final = frozenset("y n yes no on off true false null nan inf infinity none".split())
