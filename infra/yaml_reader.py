"""Builds plain values from YAML events, and notes the line of every field on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, TypeAlias, cast

from yaml import AliasEvent, CBaseLoader, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent

from infra.yaml_scalar import Scalar, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from yaml import Mark

Value: TypeAlias = "Scalar | list[Value] | dict[str, Value]"
Key: TypeAlias = str | int
Marks: TypeAlias = "dict[Key, int | tuple[int, Marks]]"
"""For each entry of a mapping or list: its line, with the marks inside it if there are any."""

DEPTH_LIMIT: Final = 100
REPEAT_LIMIT: Final = 1_000_000
"""Characters that the aliases of a file may repeat, or the file's own length if that is more."""

_TAG: Final = "tag:yaml.org,2002:"
_COLLECTION_TAGS: Final = frozenset((None, "!", f"{_TAG}map", f"{_TAG}seq"))
_TEXT_TAGS: Final = frozenset((None, "!", f"{_TAG}str"))
_SCALAR_TAGS: Final = {f"{_TAG}int": int, f"{_TAG}float": float, f"{_TAG}bool": bool, f"{_TAG}null": type(None)}


class ParserEvent(Protocol):
    """What is read of PyYAML's events; only nodes have all of it."""

    start_mark: Mark
    end_mark: Mark
    anchor: str | None
    tag: str | None
    implicit: tuple[bool, bool]
    value: str


class Refused(Exception):  # noqa: N818 - becomes an InputError where the file's name is known
    """Something YAML allows and Slipway doesn't; its ``path`` grows on the way out."""

    def __init__(self, event: ParserEvent, what: str, fix: str, *path: Key) -> None:
        """Note where, what is wrong and the way out."""
        super().__init__(what)
        self.line = event.start_mark.line + 1
        self.what, self.fix, self.path = what, fix, list(path)


class _Anchored(NamedTuple):
    """A value that aliases may repeat, and the length of its text with the aliases in it written out."""

    value: Value
    length: int


class Reader:
    """Reads the nodes of one file."""

    def __init__(self, text: str) -> None:
        """Stand before the first event."""
        self.next_event = cast("Callable[[], ParserEvent]", CBaseLoader(text).get_event)
        self._anchors: dict[str, _Anchored | None] = {}
        self._repeated = 0
        self._repeat_limit = max(REPEAT_LIMIT, len(text))
        self._end = 0

    def root(self, event: ParserEvent) -> tuple[Value, Marks]:
        """Return the value and the marks of the document whose first node this is."""
        self._anchors.clear()
        return self._node(event, 1)

    def _node(self, event: ParserEvent, depth: int) -> tuple[Value, Marks]:
        if type(event) is AliasEvent:
            return self._repeat(event, str(event.anchor)), {}
        if event.anchor is None:
            return self._content(event, depth)
        self._anchors[event.anchor] = None  # open: an alias to it in here would never end
        repeated = self._repeated
        value, marks = self._content(event, depth)
        length = self._end - event.start_mark.index + self._repeated - repeated
        self._anchors[event.anchor] = _Anchored(value, length)
        return value, marks

    def _content(self, event: ParserEvent, depth: int) -> tuple[Value, Marks]:
        if type(event) is ScalarEvent:
            self._end = event.end_mark.index
            return _scalar(event), {}
        if event.tag not in _COLLECTION_TAGS:
            raise _unsupported(event)
        if depth > DEPTH_LIMIT:
            raise Refused(event, f"nested more than {DEPTH_LIMIT} levels deep", "flatten it")
        return self._mapping(depth) if type(event) is MappingStartEvent else self._sequence(depth)

    def _mapping(self, depth: int) -> tuple[dict[str, Value], Marks]:
        value: dict[str, Value] = {}
        marks: Marks = {}
        merges = []
        while type(event := self.next_event()) is not MappingEndEvent:
            if type(event) is ScalarEvent and event.value == "<<" and event.implicit[0]:
                merges.append((event, *self._entry("<<", event, depth)))
                continue
            key = _key(event, marks)
            value[key], marks[key] = self._entry(key, event, depth)
        self._end = event.end_mark.index
        for merge in merges:
            _merge(value, marks, *merge)
        return value, marks

    def _sequence(self, depth: int) -> tuple[list[Value], Marks]:
        value: list[Value] = []
        marks: Marks = {}
        while type(event := self.next_event()) is not SequenceEndEvent:
            index = len(value)
            item, marks[index] = self._entry(index, event, depth, event)
            value.append(item)
        self._end = event.end_mark.index
        return value, marks

    def _entry(
        self, key: Key, named: ParserEvent, depth: int, event: ParserEvent | None = None
    ) -> tuple[Value, int | tuple[int, Marks]]:
        """Read the value that belongs to a key or an index; its line is that of the event that names it."""
        line = named.start_mark.line + 1
        event = event or self.next_event()
        try:
            if type(event) is ScalarEvent and event.anchor is None:
                return _scalar(event), line
            value, marks = self._node(event, depth + 1)
        except Refused as refused:
            refused.path.insert(0, key)
            raise
        return value, ((line, marks) if marks else line)

    def _repeat(self, event: ParserEvent, name: str) -> Value:
        """Return a copy of what an alias names, as long as all copies together stay small."""
        if name not in self._anchors:
            raise Refused(event, f"*{name} repeats something that isn't there", f"put &{name} before what it repeats")
        anchored = self._anchors[name]
        if anchored is None:
            raise Refused(event, f"*{name} repeats what it is a part of", "write the value out")
        self._repeated += anchored.length
        if self._repeated > self._repeat_limit:
            what = f"aliases repeat more than {self._repeat_limit:,} characters up to here"
            raise Refused(event, what, "write the values out, or repeat less")
        return _copy(anchored.value)


def _key(event: ParserEvent, marks: Marks) -> str:
    """Return the name of a field that isn't there yet."""
    if type(event) is not ScalarEvent:
        raise Refused(event, "the name of a field must be text", "write the name out, in quotes")
    name = _scalar(event)
    if not isinstance(name, str):
        what = f"the field name {event.value or 'before the colon'} means {_MEANING[type(name)]}, not text"
        raise Refused(event, what, f'quote it: "{event.value}"')
    if name in marks:
        raise Refused(event, f"given twice; first on line {line_of(marks[name])}", "keep one of the two", name)
    return name


_MEANING: Final = {bool: "true or false", int: "a number", float: "a number", type(None): "null"}


def line_of(mark: int | tuple[int, Marks]) -> int:
    """Return the line of a mark."""
    return mark if isinstance(mark, int) else mark[0]


def _scalar(event: ParserEvent) -> Scalar:
    if not event.implicit[0]:
        return event.value if event.tag in _TEXT_TAGS else _tagged(event)
    try:
        return plain(event.value)
    except ValueError:
        raise Refused(event, f"{event.value} is not a number that JSON can carry", "quote it if it is text") from None


def _tagged(event: ParserEvent) -> Scalar:
    """Return a scalar that says of which type it is."""
    wanted = _SCALAR_TAGS.get(event.tag or "")
    if wanted is None:
        raise _unsupported(event)
    value = plain(event.value)
    if wanted is float and type(value) is int:
        return float(value)
    if type(value) is not wanted:
        raise Refused(event, f"{event.value!r} is not {_short(event)}", "remove the tag or correct the value")
    return value


def _short(event: ParserEvent) -> str:
    tag = event.tag or ""
    return f"!!{tag.removeprefix(_TAG)}" if tag.startswith(_TAG) else tag


def _unsupported(event: ParserEvent) -> Refused:
    return Refused(event, f"the tag {_short(event)} is not supported", "remove the tag and write a plain value")


def _merge(
    value: dict[str, Value], marks: Marks, event: ParserEvent, source: Value, mark: int | tuple[int, Marks]
) -> None:
    """Add the fields of the mappings that ``<<`` names; a field that is already there wins."""
    several = isinstance(source, list)
    for index, fields in enumerate(source if isinstance(source, list) else [source]):
        if not isinstance(fields, dict):
            raise Refused(event, "<< must name a mapping, or a list of mappings", "use *name of a mapping", "<<")
        place = _inner(mark).get(index, line_of(mark)) if several else mark
        for key in fields.keys() - value.keys() if False else [key for key in fields if key not in value]:
            value[key] = fields[key]
            marks[key] = _inner(place).get(key, line_of(place))


def _inner(mark: int | tuple[int, Marks]) -> Marks:
    return {} if isinstance(mark, int) else mark[1]


def _copy(value: Value) -> Value:
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    return [_copy(item) for item in value] if isinstance(value, list) else value
