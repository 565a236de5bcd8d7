"""Malformed bodies: each is refused in words or is by chance well-formed; nothing else ever happens."""

from __future__ import annotations

import contextlib
import json
import random
import struct
from typing import TYPE_CHECKING

from app.server.errors import BadRequest
from app.server.request import decode
from app.server.signature import Signature, Tensor

if TYPE_CHECKING:
    from app.tests.running import Running

SIGNATURE = Signature((Tensor("x", "FP32", (-1, 4)), Tensor("t", "BYTES", (-1,))), (Tensor("y", "FP32", (-1, 4)),))
BODIES = 100_000
SPLICES = [b"null", b"-1", b"1e999", b"[]", b"{}", b'"', b"\\ud800", b"\xff", b"[" * 500, b"9" * 400, b"true", b"\0"]
SEED = 20261121


def _whole() -> tuple[bytes, int]:
    """Return a request with JSON and binary tensors, and where its JSON ends."""
    text = b"".join(struct.pack("<I", len(word)) + word for word in (b"a", b"", "größer".encode()))
    document = {
        "id": "42",
        "parameters": {"binary_data_output": True, "timeout": 1000},
        "inputs": [
            {"name": "x", "shape": [2, 4], "datatype": "FP32", "data": [[1, 2.5, -3, 4e3]] * 2},
            {"name": "t", "shape": [3], "datatype": "BYTES", "parameters": {"binary_data_size": len(text)}},
        ],
        "outputs": [{"name": "y", "parameters": {"binary_data": False}}],
    }
    head = json.dumps(document).encode()
    return head + text, len(head)


def _damage(dice: random.Random, body: bytes) -> bytes:
    """Cut, flip, repeat or splice at a few random places."""
    for _ in range(dice.randint(1, 4)):
        start = dice.randint(0, len(body))
        end = min(len(body), start + dice.choice([0, 1, 1, 2, 8, 40]))
        middle = dice.choice([b"", body[start:end] * 2, dice.randbytes(end - start), dice.choice(SPLICES)])
        body = body[:start] + middle + body[end:]
    return body


def test_a_hundred_thousand_damaged_bodies_are_refused_in_words_or_fit() -> None:
    dice = random.Random(SEED)  # noqa: S311 - the same each time
    body, end = _whole()
    decode(body, end, SIGNATURE)
    refused = 0
    for _ in range(BODIES):
        length = dice.choice([end, end, end + dice.randint(-20, 20), None])
        try:
            decode(_damage(dice, body), length, SIGNATURE)
        except BadRequest as error:
            refused += bool(str(error))
    assert refused > BODIES * 0.9


def test_damaged_bodies_over_http_never_hurt_the_server(plus_one: Running) -> None:
    dice = random.Random(SEED)  # noqa: S311
    part = {"name": "x", "shape": [1, 4], "datatype": "FP32", "data": [1, 2, 3, 4]}
    body = json.dumps({"inputs": [part]}).encode()
    statuses = set()
    for _ in range(500):
        with contextlib.suppress(ConnectionError):
            statuses.add(plus_one.ask("POST", "/v2/models/m/infer", _damage(dice, body))[0])
    assert statuses <= {200, 400}
    assert plus_one.ask("GET", "/v2/health/ready")[0] == 200
    assert plus_one.ask("POST", "/v2/models/m/infer", body)[0] == 200
