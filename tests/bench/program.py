"""What the Pulumi program itself spends in a preview: one run against mocks, a line of JSON with processor seconds.

Run as ``python -m tests.bench.program FOLDER``.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def main(folder: Path) -> None:
    """Print the seconds of importing, of building and judging, and of declaring."""
    gc.disable()  # as the program does
    seconds: dict[str, float] = {}

    def timed(step: str, work: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever the work returns
        start = time.process_time()
        result = work()
        seconds[step] = time.process_time() - start
        return result

    timed("import", _import)
    components = timed("build and judge", lambda: _judged(folder))
    timed("declare", lambda: _declare(components))
    seconds["all"] = sum(seconds.values())
    sys.stdout.write(json.dumps(seconds) + "\n")


def _import() -> None:
    import infra.deploy.program  # noqa: F401, PLC0415 - the import is what is timed


def _judged(folder: Path) -> Any:  # noqa: ANN401 - as above
    from infra import project  # noqa: PLC0415
    from infra.court import Court, policies  # noqa: PLC0415
    from infra.policy.engine import Chosen  # noqa: PLC0415
    from infra.stack_verdict import context_of, verdict_on  # noqa: PLC0415

    (stack,) = project.built(folder, ["prod"])
    court = Court(policies(folder), Chosen(), "")
    verdict_on(stack, court, context_of(stack.settings.settings), folder / "rendered" / "prod", "rendered/prod")
    return stack.components


def _declare(components: Any) -> None:  # noqa: ANN401 - as above
    import pulumi  # noqa: PLC0415
    from pulumi.runtime import mocks  # noqa: PLC0415
    from pulumi.runtime.stack import run_pulumi_func  # noqa: PLC0415

    from infra.deploy.components import Declaration  # noqa: PLC0415

    class Echo(mocks.Mocks):
        def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str, dict[str, Any]]:
            return args.name, args.inputs

        def call(self, _: mocks.MockCallArgs) -> tuple[dict[Any, Any], list[tuple[str, str]] | None]:
            return {}, None

    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)  # the mocks put their tasks on the loop that is current
    mocks.set_mocks(Echo(), preview=True)
    provider = pulumi.ProviderResource("kubernetes", "cluster", {})
    loop.run_until_complete(run_pulumi_func(lambda: Declaration(provider).declare(components)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
