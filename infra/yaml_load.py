"""The one place where YAML text becomes values: plain data with the line of every field, or an InputError.

Values are built from the parser's events and not from PyYAML's nodes: an alias then knows the line of its use, nothing
is made that JSON can't carry, and deep nesting can't overflow the C stack.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from yaml import DocumentStartEvent, MarkedYAMLError, StreamEndEvent, YAMLError
from yaml.reader import ReaderError

from infra.errors import InputError, Place, Problem
from infra.yaml_reader import Mark, Reader
from infra.yaml_scalar import Key, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FieldPath: TypeAlias = tuple[Key, ...]
"""Keys and indexes, such as ``("spec", "containers", 0)``."""

SPEC_BYTES: Final = 1 << 20
"""A file that people write: a spec, settings, waivers."""
MANIFEST_BYTES: Final = 64 << 20
"""A stream that tools write: rendered manifests, charts."""


_LONGEST_FIELD = 120
_SYNTAX_FIXES: Final = {
    "mapping values are not allowed in this context": 'check the indentation, and quote text that holds ": "',
    "found character that cannot start any token": "quote text that starts with this character",
    "found unknown escape character": "write \\\\ for a backslash, or use single quotes",
}


@dataclass(frozen=True)
class Document:
    """One YAML document: its value, and where each part of it is written."""

    value: Any
    mark: Mark
    """Its first line, and the marks of its fields."""

    def line(self, path: FieldPath = ()) -> int:
        """Return the line of a field, counted from 1; of the deepest part that is written where it isn't itself."""
        line, inside = self.mark
        for key in path:
            if key not in inside:
                break
            line, inside = inside[key]
        return line

    @cached_property
    def lines(self) -> Mapping[FieldPath, int]:
        """The line of each field and item. What an alias or ``<<`` brings has the line of its use."""
        return dict(_flat((), self.mark))


def _flat(path: FieldPath, mark: Mark) -> Iterator[tuple[FieldPath, int]]:
    yield path, mark[0]
    for key, inner in mark[1].items():
        yield from _flat((*path, key), inner)


def load_one(text: str, file: str, *, max_bytes: int = SPEC_BYTES) -> Document:
    """Return the only document of a file, a mapping; ``file`` is the name that problems carry.

    Raises:
        InputError: It isn't YAML as Slipway reads it, or not exactly one mapping.
    """
    documents = load_all(text, file, max_bytes=max_bytes)
    if not documents:
        raise InputError(Problem("is empty", "write at least one field", file))
    if len(documents) > 1:
        place = Place(file, documents[1].line())
        raise InputError(Problem(f"holds {len(documents)} documents", "keep one in each file; remove the ---", place))
    document = documents[0]
    if not isinstance(document.value, dict):
        what = f"must be a mapping of fields, not {'a list' if isinstance(document.value, list) else 'a single value'}"
        raise InputError(Problem(what, "write fields as name: value", Place(file, document.line())))
    return document


def load_all(text: str, file: str, *, max_bytes: int = MANIFEST_BYTES) -> list[Document]:
    """Return the documents of a file that aren't empty; ``file`` is the name that problems carry.

    Raises:
        InputError: It isn't YAML as Slipway reads it.
    """
    text = text.removeprefix("\ufeff")
    _check_size(text, file, max_bytes)
    try:
        return [document for document in _documents(text) if document.value is not None]
    except Refused as refused:
        problem = Problem(refused.what, refused.fix, Place(file, refused.line), _field(refused.path))
        raise InputError(problem) from refused
    except YAMLError as error:
        raise InputError(_syntax_problem(error, text, file)) from error


def _documents(text: str) -> Iterator[Document]:
    reader = Reader(text)
    while type(event := reader.next_event()) is not StreamEndEvent:
        if type(event) is DocumentStartEvent:
            yield Document(*reader.root(reader.next_event()))


def _field(path: list[Key]) -> str:
    """Return a path as people write it, in one line of bearable length."""
    steps = [f"[{key}]" if isinstance(key, int) else f".{key}" for key in path]
    field = "".join(steps).removeprefix(".")
    return field if len(field) <= _LONGEST_FIELD and field.isprintable() else f"{ascii(field)[1:_LONGEST_FIELD]}…"


def _check_size(text: str, file: str, max_bytes: int) -> None:
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise InputError(Problem("not valid UTF-8", "save it as UTF-8", Place(file, line))) from error
    if size > max_bytes:
        raise InputError(_too_large(file, max_bytes))


def _too_large(file: str, max_bytes: int) -> Problem:
    return Problem(f"larger than {max_bytes:,} bytes", "split it, or name the right file", file)


def _syntax_problem(error: YAMLError, text: str, file: str) -> Problem:
    """Say in one line what the parser stumbled over, and where."""
    if isinstance(error, ReaderError):
        line = text.encode()[: error.position].count(b"\n") + 1
        return Problem(f"not valid YAML: {error.reason}", "remove the character", Place(file, line))
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    if not isinstance(error, MarkedYAMLError) or mark is None:
        return Problem("not valid YAML", "correct it", file)
    place = Place(file, mark.line + 1)
    line_start = "".join(text.split("\n")[mark.line : mark.line + 1])[: mark.column + 1]
    if "\t" in line_start[len(line_start.rstrip()) :] or "\t" in line_start[: -len(line_start.lstrip())]:
        return Problem("not valid YAML: a tab where YAML wants spaces", "indent with spaces", place)
    begun = f" from line {error.context_mark.line + 1}" if error.context_mark else ""
    context = f", {error.context}{begun}" if error.context else ""
    fix = _SYNTAX_FIXES.get(error.problem or "", "look at this line and the one before it")
    return Problem(f"not valid YAML: {error.problem}{context}", fix, place)


def read(path: Path, max_bytes: int = SPEC_BYTES, shown: str = "") -> str:
    """Return the text of a file, without a byte order mark; ``shown`` is what messages call it, if not by its path.

    Raises:
        InputError: It isn't there, isn't a file, can't be read, is too large or isn't UTF-8.
    """
    name = shown or str(path)
    try:
        with path.open("rb") as file:
            content = file.read(max_bytes + 1)
    except OSError as error:
        raise InputError(_unreadable(error, name)) from error
    if len(content) > max_bytes:
        raise InputError(_too_large(name, max_bytes))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(Problem("not valid UTF-8", "save it as UTF-8", Place(name, line))) from error


def _unreadable(error: OSError, file: str) -> Problem:
    if isinstance(error, FileNotFoundError):
        return Problem("there is no such file", "check the name and the folder", file)
    if isinstance(error, IsADirectoryError):
        return Problem("is a folder, not a file", "name a file in it", file)
    return Problem(f"can't be read: {error.strerror}", "check its permissions", file)
