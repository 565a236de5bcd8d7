from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from infra.yaml_dump import dump
from infra.yaml_load import load_all

# What some reader of YAML 1.1 or 1.2 takes for something else, or can't read, where it stands unquoted.
WORDS = """
yes no y n Y N on off On OFF True TRUE false null Null None ~ = << - -- --- ... ? : # > | &a *a !a !!str %a @a `a , [ ]
{ } [] {} [a {a 'a "a a" a' a: :a a,b a\\b .inf .nan -.inf +.INF .NaN inf nan -inf 0 -1 +1 -0 1_000 1__0 0_ _ _1 017 08
0o7 0x1f 0XFF 0b1 1e3 1E3 1e3. 1e+3 1.e3 .5 +.5 5. 1. 0.0 1.30 1e e3 12:30 12:30:45 190:20:30 2026-01-01 2026-1-1
2026-01-01T00:00:00Z 9223372036854775808 1.0.0 10.0.0.0/8 http://x:80/ 1d 1f 1L 0d1 1Ki 500m --x -x a#b a:b
"""
TRAPS = WORDS.split()
SPACED = [
    *(
        "",
        " ",
        "  ",
        " lead",
        "trail ",
        "a  b",
        "- a",
        "-",
        "a: b",
        ": ",
        "a #b",
        "#a",
        "# a",
        "--- a",
        "? a",
        "> ",
        "key: |",
        "a\tb",
    ),
    *(
        "\t",
        "\ta",
        "\n",
        "\n\n",
        "\na",
        "a\n",
        "a\n\n",
        "a\nb",
        "a\nb\n",
        "a\n\nb",
        "  multi\n indented",
        " \na",
        "a\n b\n",
        "a\n \nb",
    ),
    *(
        "trail \nx",
        "a\nb ",
        "\ta\nb",
        "a\n\tb",
        "cr\r\nlf",
        "\r",
        "a\r",
        "a\n---\nb",
        "---\na",
        "a\n...\n",
        "# a\nb",
        "a: b\nc",
        "- a\n- b\n",
    ),
    *(
        "é",
        "é\nü\n",
        "\u00a0",
        "\u2028",
        "a\u2029b\nc",
        "\x85",
        "a\x85\nb",
        "\x00",
        "\x07",
        "\x1b",
        "\x7f",
        "\u200b",
        "\u202e",
        "\ufeff",
        "\ufeffa",
    ),
    *("\ufffe", "\uffff", "😀", "😀\na", "\U0010ffff", "a" * 2000, "a b " * 600 + "a", "é" * 1020, "\n" * 30 + "x"),
]
TEXTS = [*TRAPS, *SPACED]

INTEGERS = st.integers(-(1 << 63), (1 << 64) - 1)
TEXT = st.text() | st.sampled_from(TEXTS) | st.text(" \n\ta:#-", max_size=12)
SCALARS = st.none() | st.booleans() | INTEGERS | st.floats(allow_nan=False, allow_infinity=False) | TEXT
VALUES = st.recursive(
    SCALARS, lambda some: st.lists(some, max_size=4) | st.dictionaries(TEXT, some, max_size=4), max_leaves=12
)
MANIFESTS = st.dictionaries(TEXT, VALUES, max_size=4)


def assert_read_back(manifests: list[dict[str, Any]]) -> None:
    """Compare as JSON, which tells 1 from 1.0 and true, and keeps the order of keys."""
    text = dump(manifests)
    expected = json.dumps(manifests)
    assert json.dumps(list(yaml.safe_load_all(text))) == expected, text
    assert json.dumps([document.value for document in load_all(text, "f")]) == expected, text


@pytest.mark.parametrize("text", TEXTS)
def test_text_stays_text_wherever_it_stands(text: str) -> None:
    places = {"value": text, "item": [text, [text], {"a": text, "b": [text, text]}], text: {text: text}}
    assert_read_back([places, {"last": text}, {text: None}])


@pytest.mark.parametrize("text", TRAPS)
def test_traps_are_quoted_in_every_spelling(text: str) -> None:
    variants = [text.lower(), text.upper(), text.title(), f"-{text}", f"+{text}", f"{text}.", f"{text}:", f"{text} #"]
    assert_read_back([{"a": variants}])


@given(st.lists(MANIFESTS, max_size=3))
@example([{}, {"a": {}}, {"a": [[], {}, [[]]]}])
@example([{"a": 1e16, "b": 1e-7, "c": -0.0, "d": 5e-324, "e": 1.7976931348623157e308, "f": (1 << 64) - 1}])
@example([{"k" * 1001: {"a": ["x", {"l" * 1200: " a\nb"}]}}])
@settings(max_examples=400, deadline=None)
def test_every_reader_reads_back_what_was_written(manifests: list[dict[str, Any]]) -> None:
    assert_read_back(manifests)


@given(MANIFESTS)
@settings(deadline=None)
def test_lines_have_no_trailing_space_and_nothing_invisible(manifest: dict[str, Any]) -> None:
    text = dump([manifest])
    assert [line for line in text.split("\n") if line.endswith((" ", "\t"))] == []
    assert set(text) & set("\r\x00\x1b\x7f\x85\u00a0\u200b\u2028\u202e\ufeff") == set()


FORM = """\
b: first
a:
  - name: server
    image: registry.example.com/app@sha256:0abc
    args:
      - --config
      - /etc/slipway/config.json
      - --set
      - "-1"
      - "a b: c"
    resources:
      limits:
        cpu: "1"
        memory: 1.5Gi
      requests: {}
    env: []
    ports:
      - port: 80
        ready: true
        ratio: 1.0
        empty: null
    nested:
      -
        - "yes"
        - plain
      - []
      -
        - a: "1e3"
---
a.json: |-
  {
    "a": 1
  }
b: |
  x
c: |+
  x


  y

d: |2-
   x
  y
e: "x \\n"
f: "é\\"\\\\\\u2028\\u0001"
"""


def test_the_form_is_block_style_in_the_order_given() -> None:
    container = {
        "name": "server",
        "image": "registry.example.com/app@sha256:0abc",
        "args": ["--config", "/etc/slipway/config.json", "--set", "-1", "a b: c"],
        "resources": {"limits": {"cpu": "1", "memory": "1.5Gi"}, "requests": {}},
        "env": [],
        "ports": [{"port": 80, "ready": True, "ratio": 1.0, "empty": None}],
        "nested": [["yes", "plain"], [], [{"a": "1e3"}]],
    }
    config = {
        "a.json": '{\n  "a": 1\n}',
        "b": "x\n",
        "c": "x\n\n\ny\n\n",
        "d": " x\ny",
        "e": "x \n",
        "f": 'é"\\\u2028\x01',
    }
    expected = FORM
    assert dump([{"b": "first", "a": [container]}, config]) == expected


def test_nothing_is_an_empty_stream() -> None:
    assert dump([]) == ""


def test_what_appears_twice_is_written_twice() -> None:
    labels = {"app": "iris"}
    assert dump([{"a": labels, "b": [labels]}]) == "a:\n  app: iris\nb:\n  - app: iris\n"


@pytest.mark.parametrize(
    ("value", "error", "words"),
    [
        (float("nan"), ValueError, "nan does not fit into JSON"),
        (float("-inf"), ValueError, "-inf does not fit into JSON"),
        (1 << 64, ValueError, "18446744073709551616 does not fit into JSON"),
        ("\ud800", ValueError, "half of a character"),
        ((1, 2), TypeError, "is a tuple"),
        ({1}, TypeError, "is a set"),
        (b"a", TypeError, "is a bytes"),
        ({1: "a"}, TypeError, "the key 1 is a int, not text"),
        ({True: "a"}, TypeError, "the key True is a bool, not text"),
        ({None: "a"}, TypeError, "the key None is a NoneType, not text"),
    ],
)
def test_what_json_can_not_carry_is_refused(value: object, error: type[Exception], words: str) -> None:
    for place in (value, [value], {"b": [{"c": value}]}):
        with pytest.raises(error, match=words):
            dump([{"a": place}])
