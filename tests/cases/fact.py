"""A fact of a deployment: how to read it from the original, and how from what its spec is rendered to."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from infra import quantity
from tests.cases.original import inside

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from infra.manifest import Json, Manifest

Reader: TypeAlias = "Callable[[Sequence[Manifest]], Json]"
"""Reads one value out of an original's documents, or out of rendered objects."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One value that both deployments have."""

    original: Reader
    rendered: Reader
    holds: Callable[[Json, Json], bool] = operator.eq
    """Whether the rendered value (second) is what the original (first) asks for, or its safe equivalent."""


Facts: TypeAlias = "Mapping[str, Mapping[str, Sequence[Fact]]]"
"""Case → words of the originals' README about what must be expressed → its facts."""


def at(*path: str | int, kind: str | None = None) -> Reader:
    """Read a place in the first object of a kind; in the first document where no kind is named."""

    def read(objects: Sequence[Manifest]) -> Json:
        return inside(next((one for one in objects if kind in {None, one.get("kind")}), None), *path)

    return read


def pod(*path: str | int, kind: str = "Deployment") -> Reader:
    """Read a place in the pod of a workload."""
    return at("spec", "template", "spec", *path, kind=kind)


def server(*path: str | int) -> Reader:
    """Read a place in the container that serves."""
    return pod("containers", "server", *path)


def fetch(*path: str | int) -> Reader:
    """Read a place in the init container that downloads."""
    return pod("initContainers", "fetch", *path)


def flag(name: str, container: Reader) -> Reader:
    """Read the value of an argument that is written ``--name=value``; None where it isn't given."""

    def read(objects: Sequence[Manifest]) -> str | None:
        given = (word.partition("=") for word in container(objects)["args"])
        return next((value for key, _, value in given if key == f"--{name}"), None)

    return read


URI = flag("uri", fetch())
"""What is downloaded."""


def then(read: Reader, change: Callable[[Json], Json]) -> Reader:
    """Read a value and change how it is written."""
    return lambda objects: change(read(objects))


def says(value: object) -> Reader:
    """Return what a deployment says by its very kind, and by no field."""
    return lambda _: value


def absent(read: Reader) -> Reader:
    """Read whether a place is not there."""
    return then(read, lambda value: value is None)


def scheme(uri: str) -> str:
    """Return the kind of store that an address is in."""
    return uri.partition("://")[0]


def same_amount(asked: Json, found: Json) -> bool:
    """Compare two quantities, however they are written."""
    return quantity.parse(str(asked)) == quantity.parse(str(found))


def same_number(asked: Json, found: Json) -> bool:
    """Compare two numbers, one of them maybe in quotes."""
    return float(asked) == float(found)


def at_least(asked: Json, found: Json) -> bool:
    """Allow more."""
    return bool(found >= asked)


def among(asked: Json, found: Json) -> bool:
    """Allow others beside it."""
    return asked in found


def parts_of(asked: Json, found: Json) -> bool:
    """Allow further fields."""
    return bool([{key: one.get(key) for key in ask} for ask, one in zip(asked, found, strict=True)] == asked)


def same_files(asked: str, found: str) -> bool:
    """Allow a file of the folder that the original names, or an archive of it: what can have a checksum."""
    return found in {asked, f"{asked}.tar.gz"} or found.startswith(f"{asked}/")


def same_image(asked: str, found: str) -> bool:
    """Allow another registry, a mirror; ask for the same tag or digest, and for a digest in any case."""
    asked_name, _, asked_digest = asked.partition("@")
    name, _, digest = found.partition("@")
    same_name = name.rpartition("/")[2] == asked_name.rpartition("/")[2]
    return same_name and digest.startswith("sha256:") and asked_digest in {"", digest}


def pinned_image(asked: str, found: str) -> bool:
    """Allow a tag in place of ``latest``: ask for the same repository, and for a digest."""
    repository, _, tag = asked.rpartition(":")
    name, _, digest = found.partition("@")
    return tag == "latest" and name.rpartition(":")[0].endswith(repository) and digest.startswith("sha256:")


def own_account(kind: str = "Deployment") -> Reader:
    """Read the pods' ServiceAccount if it is among the model's objects; None for any other, such as ``default``."""

    def read(objects: Sequence[Manifest]) -> str | None:
        own = {one["metadata"]["name"] for one in objects if one["kind"] == "ServiceAccount"}
        name: str = pod("serviceAccountName", kind=kind)(objects)
        return name if name in own else None

    return read


def named(asked: Json, found: Json) -> bool:
    """Ask for an account in place of the original's: the model's own, so that no two models share their rights."""
    return asked not in {None, "default"} and found not in {None, "default"}
