"""``python -m app.server --config /etc/slipway/server.json``."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

import uvloop

from app.server import config, logs
from app.server.process import serve


def main(arguments: list[str] | None = None) -> int:
    """Serve; 0 after a clean end, 1 if requests were cut off, 2 if the configuration is wrong."""
    parser = argparse.ArgumentParser(prog="app.server", description="Serve one model over the Open Inference Protocol.")
    parser.add_argument("--config", type=Path, required=True, help="server.json, as rendered manifests have it")
    options = parser.parse_args(arguments)
    try:
        settings = config.load(options.config)
    except config.ConfigError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    logs.configure(settings.log_level)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(serve(settings))


if __name__ == "__main__":
    sys.exit(main())
