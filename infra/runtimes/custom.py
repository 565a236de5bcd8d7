"""The custom runtime: an image of the owner's own, which states all that others know of themselves."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from infra import quantity
from infra.runtimes.metrics import Metrics, Series
from infra.runtimes.server import SCRATCH, Server, path_of

if TYPE_CHECKING:
    from models.runtime import Custom
    from models.runtime.custom import Counted
    from models.spec import ModelSpec


def server(spec: ModelSpec, options: Custom) -> Server:
    """Return the server as its owner describes it."""
    home = {"HOME": SCRATCH} if options.scratch else {}
    return Server(
        image=options.image,
        command=options.command,
        args=options.args,
        port=options.ports.http,
        grpc_port=options.ports.grpc,
        live_path=options.probes.live,
        ready_path=options.probes.ready,
        metrics=_metrics(options),
        # Theirs to use: every OpenTelemetry library reads the same variables.
        otlp=True,
        env={"MODEL_NAME": spec.name, "MODEL_PATH": path_of(spec.artifact), **home},
        scratch_mib=math.ceil(quantity.parse(options.scratch) / 2**20) if options.scratch else 0,
        load_seconds_per_gib=30 if spec.compute.gpu else 10,
    )


def _metrics(options: Custom) -> Metrics:
    stated = options.metrics
    return Metrics(
        path=stated.path,
        port=options.ports.metrics,
        requests=_series(stated.requests),
        errors=_series(stated.errors),
        latency=_series(stated.latency),
        queue=_series(stated.queue),
        running=_series(stated.running),
    )


def _series(counted: Counted | None) -> Series | None:
    return Series(counted.name, counted.matchers) if counted else None
