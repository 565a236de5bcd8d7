"""Builds plain values from YAML events, and notes the line of every field on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from yaml import AliasEvent, CBaseLoader, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent

from infra.yaml_scalar import Key, ParserEvent, Refused, Scalar, scalar, unsupported_tag

if TYPE_CHECKING:
    from collections.abc import Callable

Value: TypeAlias = "Scalar | list[Value] | dict[str, Value]"
Marks: TypeAlias = "dict[Key, Mark]"
Mark: TypeAlias = "tuple[int, Marks]"
"""The line of an entry of a mapping or list, and the marks of the entries inside it."""

DEPTH_LIMIT: Final = 100
REPEAT_LIMIT: Final = 1_000_000
"""Characters that the aliases of a file may repeat, or the file's own length if that is more."""

_COLLECTION_TAGS: Final = frozenset((None, "!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"))
_MEANING: Final = {bool: "true or false", int: "a number", float: "a number", type(None): "null"}
_NOTHING_INSIDE: Final[Marks] = {}


class _Anchored(NamedTuple):
    """A value that aliases may repeat, and the length of its text with the aliases in it written out."""

    value: Value
    length: int


class Reader:
    """Reads the nodes of one file."""

    def __init__(self, text: str) -> None:
        """Stand before the first event."""
        self.next_event: Callable[[], ParserEvent] = CBaseLoader(text).get_event
        self._anchors: dict[str, _Anchored | None] = {}
        self._repeated = 0
        self._repeat_limit = max(REPEAT_LIMIT, len(text))
        self._last: ParserEvent = None

    def root(self, event: ParserEvent) -> tuple[Value, Mark]:
        """Return the value and the marks of the document whose first node this is.

        Raises:
            Refused: It holds what Slipway doesn't read.
        """
        self._anchors.clear()
        value, marks = self._node(event, 1)
        return value, (_line(event), marks)

    def _node(self, event: ParserEvent, depth: int) -> tuple[Value, Marks]:
        if type(event) is AliasEvent:
            return self._repeat(event, str(event.anchor)), _NOTHING_INSIDE
        if event.anchor is None:
            return self._content(event, depth)
        self._anchors[event.anchor] = None  # open: an alias to it in here would never end
        repeated = self._repeated
        value, marks = self._content(event, depth)
        length = self._last.end_mark.index - event.start_mark.index + self._repeated - repeated
        self._anchors[event.anchor] = _Anchored(value, length)
        return value, marks

    def _content(self, event: ParserEvent, depth: int) -> tuple[Value, Marks]:
        if type(event) is ScalarEvent:
            self._last = event
            return scalar(event), _NOTHING_INSIDE
        if event.tag not in _COLLECTION_TAGS:
            raise unsupported_tag(event)
        if depth > DEPTH_LIMIT:
            raise Refused(event, f"nested more than {DEPTH_LIMIT} levels deep", "flatten it")
        return self._mapping(depth) if type(event) is MappingStartEvent else self._sequence(depth)

    def _mapping(self, depth: int) -> tuple[dict[str, Value], Marks]:
        value: dict[str, Value] = {}
        marks: Marks = {}
        merges: list[tuple[ParserEvent, Value, Mark]] = []
        while type(event := self.next_event()) is not MappingEndEvent:
            if type(event) is ScalarEvent and event.value == "<<" and event.implicit[0]:
                merges.append((event, *self._entry("<<", self.next_event(), _line(event), depth)))
                continue
            key = _key(event, marks)
            value[key], marks[key] = self._entry(key, self.next_event(), _line(event), depth)
        self._last = event
        for merge in merges:
            _merge(value, marks, *merge)
        return value, marks

    def _sequence(self, depth: int) -> tuple[list[Value], Marks]:
        value: list[Value] = []
        marks: Marks = {}
        while type(event := self.next_event()) is not SequenceEndEvent:
            item, mark = self._entry(len(value), event, _line(event), depth)
            marks[len(value)] = mark
            value.append(item)
        self._last = event
        return value, marks

    def _entry(self, key: Key, event: ParserEvent, line: int, depth: int) -> tuple[Value, Mark]:
        try:
            if type(event) is ScalarEvent and event.anchor is None:
                return scalar(event), (line, _NOTHING_INSIDE)
            value, marks = self._node(event, depth + 1)
        except Refused as refused:
            refused.path.insert(0, key)
            raise
        return value, (line, marks)

    def _repeat(self, event: ParserEvent, name: str) -> Value:
        """Return a copy of what an alias names, as long as all copies together stay small."""
        if name not in self._anchors:
            raise Refused(event, f"*{name} repeats something that isn't there", f"put &{name} before what it repeats")
        anchored = self._anchors[name]
        if anchored is None:
            raise Refused(event, f"*{name} repeats what it is a part of", "write the value out")
        self._repeated += anchored.length
        if self._repeated > self._repeat_limit:
            what = f"up to here aliases repeat more than {self._repeat_limit:,} characters"
            raise Refused(event, what, "write the values out, or repeat less")
        return _copy(anchored.value)


def _line(event: ParserEvent) -> int:
    line: int = event.start_mark.line + 1
    return line


def _key(event: ParserEvent, marks: Marks) -> str:
    """Return the name of a field that isn't there yet."""
    if type(event) is not ScalarEvent:
        raise Refused(event, "the name of a field must be text", "write the name out, in quotes")
    name = scalar(event)
    if not isinstance(name, str):
        what = f"the name of a field must be text, and {event.value or 'nothing'} means {_MEANING[type(name)]}"
        raise Refused(event, what, f'quote it: "{event.value}"' if event.value else "put a name before the colon")
    if name in marks:
        raise Refused(event, f"given twice; first on line {marks[name][0]}", "keep one of the two", name)
    return name


def _merge(value: dict[str, Value], marks: Marks, event: ParserEvent, merged: Value, mark: Mark) -> None:
    """Add the fields of the mappings that ``<<`` names; a field that is there already wins."""
    several = isinstance(merged, list)
    for index, fields in enumerate(merged if isinstance(merged, list) else [merged]):
        if not isinstance(fields, dict):
            raise Refused(event, "<< must name a mapping, or a list of mappings", "name one: <<: *name", "<<")
        line, inside = mark[1].get(index, mark) if several else mark
        new = [key for key in fields if key not in value]
        value |= {key: fields[key] for key in new}
        marks |= {key: inside.get(key, (line, _NOTHING_INSIDE)) for key in new}


def _copy(value: Value) -> Value:
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    return [_copy(item) for item in value] if isinstance(value, list) else value
