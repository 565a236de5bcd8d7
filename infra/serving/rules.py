"""Which Service a request from outside goes to: the model's own, or one of its variants'."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from infra import labels
from models.rollout import Recreate, Rolling
from models.variants import AbTest, BlueGreen, Canary, Shadow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from infra.manifest import Manifest
    from infra.serving.target import Target
    from models.variants import Variant

_ALL = 1
"""Weight of a backend that has no other beside it: what the API writes where none is given."""


def rules(target: Target, port: int, match: Manifest, more: Manifest) -> list[Manifest]:
    """Return the rules of a route to a port of the model's Services.

    Args:
        target: The model.
        port: The port of each Service.
        match: What every rule matches, besides a variant's headers.
        more: Fields of every rule.
    """
    chosen = _chosen(target, port)
    return [
        {**({"matches": [found]} if (found := {**match, **headers}) else {}), **routed, **more}
        for headers, routed in chosen
    ]


def _chosen(target: Target, port: int) -> list[tuple[Manifest, Manifest]]:
    """Return pairs: the headers that a request must have, and what becomes of it."""
    rollout = target.spec.rollout
    match rollout:
        case Rolling() | Recreate():
            return [({}, {"backendRefs": [_backend(target.name, port, _ALL)]})]
        case BlueGreen():
            weights = {name: 100 if name == rollout.active else 0 for name in rollout.variants}
            return [({}, _shared_out(target, port, weights))]
        case Canary():
            return [({}, _shared_out(target, port, {name: one.weight or 0 for name, one in rollout.variants.items()}))]
        case AbTest():
            # Of two rules that match, the one with more headers counts, so the order is only for readers.
            ordered = sorted(rollout.variants.items(), key=lambda pair: -len(pair[1].headers))
            return [(_headers(one), _shared_out(target, port, {name: _ALL})) for name, one in ordered]
        case Shadow():
            return [
                ({}, {**_mirrors(target, port, rollout.variants), **_shared_out(target, port, {rollout.stable: 1})})
            ]
        case unknown:
            assert_never(unknown)


def _headers(variant: Variant) -> Manifest:
    found = [{"type": "Exact", "name": name, "value": value} for name, value in variant.headers.items()]
    return {"headers": found} if found else {}


def _mirrors(target: Target, port: int, variants: Mapping[str, Variant]) -> Manifest:
    copies = [
        {"backendRef": _service(_of(target, name), port), "percent": variant.mirror_percent}
        for name, variant in variants.items()
        if variant.mirror_percent
    ]
    return {"filters": [{"type": "RequestMirror", "requestMirror": copy} for copy in copies]}


def _shared_out(target: Target, port: int, weights: Mapping[str, int]) -> Manifest:
    return {"backendRefs": [_backend(_of(target, name), port, weight) for name, weight in weights.items()]}


def _backend(name: str, port: int, weight: int) -> Manifest:
    return {**_service(name, port), "weight": weight}


def _service(name: str, port: int) -> Manifest:
    """Return a reference with the fields that the API would default."""
    return {"group": "", "kind": "Service", "name": name, "port": port}


def _of(target: Target, variant: str) -> str:
    return labels.variant_name(target.spec.name, variant)
