"""The embedded engine on a tree of many objects, beside ``conftest test`` on the same tree with the same rules.

Run as ``python -m tests.bench.gate FOLDER``: judges the objects in ``FOLDER/input.json`` once, and prints the seconds
of judging.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from infra import foreign
from infra.policy import bundle, program
from infra.policy.embedded import Embedded
from tests import go_tools
from tests.bench.measure import Cost, run
from tests.bench.repository import REPOSITORY

INPUT = "input.json"


def prepare(project: Path, folder: Path, objects: int) -> int:
    """Write that many objects of a rendered project as an input, and as a tree with the bundle; return their number."""
    found = [one.manifest for one in foreign.objects_in([str(project / "rendered")], str)][:objects]
    context = {"stack": "prod", "environment": "prod", "cloud": "eks", "kubernetesVersion": "1.34", "maxNodes": 20}
    value = {"objects": found, "context": context, "now_ns": time.time_ns()}
    folder.mkdir()
    (folder / INPUT).write_text(json.dumps(value, separators=(",", ":")))
    program.write(bundle.load(project / "policies"), folder / "policies")
    (folder / "tree").mkdir()
    for number, manifest in enumerate(found):
        (folder / "tree" / f"{number:05}.json").write_text(json.dumps(manifest))
    return len(found)


def embedded(folder: Path) -> Cost:
    """Return the cost of the whole process, start and reading included."""
    return run([sys.executable, "-m", "tests.bench.gate", str(folder)], REPOSITORY)


def conftest(folder: Path) -> Cost:
    """Return the cost of ``conftest test``, which sees all files together as the rules do."""
    loaded = [f"--policy={folder / 'policies'}", f"--data={folder / 'policies' / 'data.json'}"]
    options = ["--combine", "--no-fail", "--output=json", "--parser=json"]
    return run([str(go_tools.binary("conftest")), "test", *loaded, *options, str(folder / "tree")], folder)


def main(folder: Path) -> None:
    """Judge once."""
    document = (folder / INPUT).read_text()
    start = time.perf_counter()
    result: Any = Embedded().evaluate(bundle.load(REPOSITORY / "policies"), document)
    seconds = time.perf_counter() - start
    sys.stdout.write(json.dumps({"seconds": seconds, "findings": len(result["findings"])}) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
