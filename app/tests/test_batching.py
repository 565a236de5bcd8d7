from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from app.tests.gate import Client, Gate, body_of, serving

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from app.server.serving import Serving

BATCHING = {"maxSize": 4, "maxLatencyMs": 0}


def run(test: Coroutine[None, None, None]) -> None:
    asyncio.run(test)


async def _queued(state: Serving, count: int) -> None:
    while state.batcher.waiting != count:
        await asyncio.sleep(0)


async def _behind_a_closed_gate(gate: Gate, state: Serving, bodies: list[bytes]) -> list[tuple[int, object]]:
    """Send a first request that occupies the model, queue the others behind it, and only then open the gate."""
    first = Client(state, body_of(0))
    await gate.running()
    others = [Client(state, body) for body in bodies]
    await _queued(state, len(bodies))
    gate.opened.set()
    return [await client.answer() for client in (first, *others)]


def test_requests_that_wait_together_run_together_up_to_the_maximum() -> None:
    async def test() -> None:
        gate = Gate(is_open=False)
        answers = await _behind_a_closed_gate(gate, serving(gate, batching=BATCHING), [body_of(n) for n in range(1, 7)])
        assert answers == [(200, 2.0 * n) for n in range(7)]
        assert gate.runs == [[0], [1, 2, 3, 4], [5, 6]]

    run(test())


def test_without_batching_each_runs_alone() -> None:
    async def test() -> None:
        gate = Gate()
        state = serving(gate)
        answers = [await Client(state, body_of(n)).answer() for n in range(3)]
        assert answers == [(200, 0), (200, 2), (200, 4)]
        assert gate.runs == [[0], [1], [2]]

    run(test())


def test_a_bad_item_fails_alone() -> None:
    async def test() -> None:
        gate = Gate(is_open=False)
        state = serving(gate, batching=BATCHING)
        answers = await _behind_a_closed_gate(gate, state, [body_of(1), body_of(-1), body_of(3)])
        assert answers == [(200, 0), (200, 2), (400, "negative"), (200, 6)]
        assert gate.runs == [[0], [1, -1, 3], [1], [-1], [3]]

    run(test())


def test_a_request_alone_in_the_server_does_not_wait_for_others() -> None:
    async def test() -> None:
        state = serving(Gate(), batching={"maxSize": 4, "maxLatencyMs": 10_000}, requestTimeoutSeconds=5)
        assert await Client(state, body_of(1)).answer() == (200, 2)

    run(test())


def test_a_request_waits_for_one_that_is_still_arriving() -> None:
    async def test() -> None:
        gate = Gate()
        state = serving(gate, batching={"maxSize": 2, "maxLatencyMs": 10_000})
        body = body_of(2)
        slow = Client(state, body[:10], whole=False)
        first = Client(state, body_of(1))
        await _queued(state, 1)
        slow.arrive(body[10:])
        assert [await first.answer(), await slow.answer()] == [(200, 2), (200, 4)]
        assert gate.runs == [[1, 2]]

    run(test())


def test_a_full_queue_answers_at_once_with_when_to_come_back() -> None:
    async def test() -> None:
        gate = Gate(is_open=False)
        state = serving(gate, batching=BATCHING, limits={"queue": 2})
        first = Client(state, body_of(0))
        await gate.running()
        waiting = [Client(state, body_of(1)), Client(state, body_of(2))]
        await _queued(state, 2)
        status, content, headers = await Client(state, body_of(3)).task
        assert (status, content, headers["retry-after"]) == (
            429,
            {"error": "the server has more requests than it can answer in time"},
            "1",
        )
        gate.opened.set()
        assert [await client.answer() for client in (first, *waiting)] == [(200, 0), (200, 2), (200, 4)]

    run(test())


def test_a_client_that_leaves_takes_its_request_out_of_the_queue() -> None:
    async def test() -> None:
        gate = Gate(is_open=False)
        state = serving(gate, batching=BATCHING)
        first = Client(state, body_of(0))
        await gate.running()
        gone, stays = Client(state, body_of(1)), Client(state, body_of(2))
        await _queued(state, 2)
        gone.leave()
        await _queued(state, 1)
        gate.opened.set()
        assert [await client.answer() for client in (first, gone, stays)] == [(200, 0), (499, None), (200, 4)]
        assert gate.runs == [[0], [2]]

    run(test())


def test_a_request_past_its_deadline_never_reaches_the_model() -> None:
    async def test() -> None:
        gate = Gate(is_open=False)
        state = serving(gate, batching=BATCHING)
        first = Client(state, body_of(0))
        await gate.running()
        late = Client(state, body_of(1, parameters={"timeout": 1}))
        assert await late.answer() == (504, "there was no answer before the request's deadline")
        assert state.batcher.waiting == 0
        gate.opened.set()
        assert await first.answer() == (200, 0)
        assert gate.runs == [[0]]

    run(test())


def test_a_body_that_does_not_arrive_is_given_up_while_others_are_answered() -> None:
    async def test() -> None:
        state = serving(Gate(), requestTimeoutSeconds=2)
        slow = Client(state, b"{", whole=False)
        assert await Client(state, body_of(1)).answer() == (200, 2)
        assert await slow.answer() == (408, "the body did not arrive in time")

    run(test())


def test_naming_every_output_joins_those_that_name_none() -> None:
    async def test() -> None:
        gate = Gate(is_open=False)
        state = serving(gate, batching=BATCHING)
        everything = body_of(1)
        named = body_of(2, outputs=[{"name": "y"}])
        answers = await _behind_a_closed_gate(gate, state, [everything, named])
        assert [status for status, _ in answers] == [200] * 3
        assert gate.runs == [[0], [1, 2]]

    run(test())


def test_ten_times_the_load_changes_neither_what_waits_nor_what_is_answered() -> None:
    async def test() -> None:
        gate = Gate(is_open=False)
        state = serving(gate, batching=BATCHING, limits={"queue": 20})
        first = Client(state, body_of(0))
        await gate.running()
        waiting = [Client(state, body_of(n)) for n in range(1, 21)]
        await _queued(state, 20)
        # Each of these is refused while the model stands still: nothing but the refusal itself was done for it.
        refused = [await Client(state, body_of(n)).task for n in range(200)]
        assert {(status, headers["retry-after"]) for status, _, headers in refused} == {(429, "1")}
        assert (state.batcher.waiting, state.in_flight, len(gate.runs)) == (20, 21, 1)
        gate.opened.set()
        # An accepted request waits for those before it only: five runs of four, however many were refused.
        assert [await client.answer() for client in (first, *waiting)] == [(200, 2 * n) for n in range(21)]
        assert [len(run) for run in gate.runs] == [1, 4, 4, 4, 4, 4]
        assert await Client(state, body_of(7)).answer() == (200, 14)

    run(test())
