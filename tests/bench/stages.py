"""Where the time of a render goes: one run in this process, a line of JSON with the seconds of each stage.

Run as ``python -m tests.bench.stages FOLDER``; also writes the floor, the least that any generator must do.
"""

from __future__ import annotations

import gc
import json
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import yaml

from infra import specs, stacks, tree
from infra.build import build
from infra.policy import bundle
from infra.policy.context import Context
from infra.policy.embedded import Embedded
from infra.policy.judge import judge
from infra.project import BuiltStack
from infra.rendering import files_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from infra.manifest import Manifest

Result = TypeVar("Result")


class _Dumper(yaml.CSafeDumper):
    def ignore_aliases(self, _: object) -> bool:
        return True


def main(folder: Path) -> None:
    """Print the seconds of each stage and of the floor."""
    gc.disable()  # as the command does
    seconds: dict[str, float] = {}

    def timed(stage: str, work: Callable[[], Result]) -> Result:
        start = time.perf_counter()
        result = work()
        seconds[stage] = time.perf_counter() - start
        return result

    settings = stacks.load(folder, "prod")
    loaded = timed("load", lambda: specs.resolve(specs.load(folder, {"dev", "prod"}), settings.settings))
    components = timed("build", lambda: build(settings.settings, loaded))
    manifests = [manifest for component in components for manifest in component.manifests]
    rules = bundle.load(folder / "policies")
    context = Context("prod", "prod", "eks", "1.34", 20)
    timed("judge", lambda: judge(manifests, context, rules, Embedded(), time.time_ns()))
    stack = BuiltStack(settings, {one.spec.name: one for one in loaded}, tuple(components))
    files = timed("dump", lambda: files_of(stack))
    shutil.rmtree(folder / "rendered", ignore_errors=True)
    timed("write", lambda: tree.write(folder / "rendered" / "prod", files))
    timed("floor", lambda: _floor(folder / "floor", [component.manifests for component in components]))
    sys.stdout.write(json.dumps({"objects": len(manifests), "seconds": seconds}) + "\n")


def _floor(folder: Path, components: list[tuple[Manifest, ...]]) -> None:
    """Dump the same objects with libyaml, and write as many files."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for number, manifests in enumerate(components):
        text = yaml.dump_all(manifests, Dumper=_Dumper, sort_keys=False)
        (folder / f"{number}.yaml").write_text(text)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
