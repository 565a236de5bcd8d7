"""``python -m app.fetch --uri=… --to=… [--sha256=…] [--revision=…] --timeout-seconds=…``."""

from __future__ import annotations

import argparse
import os
import re
import signal
import sys
from pathlib import Path

from app.fetch.address import Address
from app.fetch.clock import Clock
from app.fetch.errors import FetchError
from app.fetch.log import say
from app.fetch.run import run

_TERMINATED = 143


def main(arguments: list[str] | None = None) -> int:
    """Bring an artifact; 0 once it is in place, 1 if it can't be brought, 2 for wrong options."""
    options = _parser().parse_args(arguments)
    # As the first process of a container, Python would not end by this signal otherwise.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(_TERMINATED))
    token = os.environ.get("FETCH_TOKEN") or None
    address = Address(
        options.uri,
        options.sha256,
        options.revision,
        token,
        options.unpack,
        tuple(options.include),
        tuple(options.exclude),
    )
    try:
        run(address, options.to, Clock(options.timeout_seconds))
    except FetchError as error:
        say("failed", level="error", reason=str(error))
        return error.exit_code
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="app.fetch", description="Bring a model's files, verified, into place.")
    parser.add_argument("--uri", required=True, help="s3://, gs://, az://, hf://, oci://, https://, pvc:// or file://")
    parser.add_argument("--to", required=True, type=Path, help="the file, or the folder of a repository")
    parser.add_argument("--sha256", type=_sha256, help="checksum of the file, or of an oci artifact's manifest")
    parser.add_argument("--revision", help="commit, tag or branch of a repository")
    parser.add_argument("--unpack", action="store_true", help="the file is an archive: unpack it into the folder --to")
    several = "files of a repository, an oci artifact or a folder, such as 'onnx/*'; may be given again"
    parser.add_argument("--include", action="append", default=[], metavar="PATTERN", help=f"bring only these {several}")
    parser.add_argument("--exclude", action="append", default=[], metavar="PATTERN", help=f"leave out these {several}")
    parser.add_argument("--timeout-seconds", required=True, type=float, help="when to give up")
    return parser


def _sha256(text: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        raise argparse.ArgumentTypeError("write 64 lower-case hex digits")
    return text


if __name__ == "__main__":
    sys.exit(main())
