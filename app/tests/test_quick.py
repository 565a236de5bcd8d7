from __future__ import annotations

import asyncio

import numpy as np

from app.server.quick import Quick
from app.tests.gate import Client, Gate, body_of, serving

SMALL = {"x": np.zeros((1, 4), np.float32)}
LARGE = {"x": np.zeros((4096, 4), np.float32)}
TEXT = {"x": np.array(["a"], dtype=object)}
QUICK, BETWEEN, SLOW = (0.00002, 0.00002), (0.0005, 0.0005), (0.002, 0.002)


def test_a_quick_run_speaks_for_inputs_up_to_its_size() -> None:
    quick = Quick()
    assert not quick.fits(SMALL)
    quick.learn(SMALL, *QUICK)
    assert (quick.fits(SMALL), quick.fits(LARGE)) == (True, False)
    quick.learn(LARGE, *QUICK)
    assert (quick.fits(SMALL), quick.fits(LARGE)) == (True, True)


def test_three_slow_runs_in_a_row_end_it_and_a_quick_one_begins_anew() -> None:
    quick = Quick()
    for outcome in (QUICK, SLOW, SLOW, BETWEEN, SLOW, SLOW, QUICK, SLOW, SLOW):
        quick.learn(SMALL, *outcome)
        assert quick.fits(SMALL)
    quick.learn(SMALL, *SLOW)
    assert not quick.fits(SMALL)
    quick.learn(SMALL, *QUICK)
    assert quick.fits(SMALL)


def test_a_large_input_s_slow_runs_say_nothing_of_small_ones() -> None:
    quick = Quick()
    quick.learn(SMALL, *QUICK)
    for _ in range(3):
        quick.learn(LARGE, *SLOW)
    assert quick.fits(SMALL)


def test_a_run_that_waits_is_not_quick_and_text_is_never_known() -> None:
    quick = Quick()
    quick.learn(SMALL, 0.00001, 1.0)
    quick.learn(TEXT, *QUICK)
    assert not quick.fits(SMALL)
    assert not quick.fits(TEXT)


def test_quick_requests_pass_those_that_wait() -> None:
    async def test() -> None:
        gate = Gate(is_open=False)
        state = serving(gate, batching={"maxSize": 4, "maxLatencyMs": 10_000})
        waiting = Client(state, body_of(1))
        await gate.running()
        gate.opened.set()
        state.batcher.quick.learn({"x": np.zeros((1, 1), np.float32)}, *QUICK)
        assert await Client(state, body_of(-1)).answer() == (400, "negative")
        assert await Client(state, body_of(2)).answer() == (200, 4)
        assert await waiting.answer() == (200, 2)

    asyncio.run(test())
