from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import pytest

from infra.errors import InputError, Place, Problem
from infra.yaml_load import Document, load_all, load_one, read

if TYPE_CHECKING:
    from pathlib import Path


def load(text: str) -> Document:
    return load_one(textwrap.dedent(text), "f.yaml")


def problem(text: str) -> Problem:
    with pytest.raises(InputError) as caught:
        load_one(text, "f.yaml")
    (found,) = caught.value.problems
    return found


# (as written, its value), as sigs.k8s.io/yaml v1.6.0 reads it; all combinations up to 3 characters were compared once.
SCALARS: list[tuple[str, Any]] = [
    ("text", "text"),
    ("", None),
    ("~", None),
    ("null", None),
    ("nULL", "nULL"),
    ("yes", True),
    ("Off", False),
    ("y", True),
    ("N", False),
    ("oN", "oN"),
    ("'yes'", "yes"),
    ("! 12", "12"),
    ("0", 0),
    ("-0", 0),
    ("+12", 12),
    ("1_000", 1000),
    ("_1", "_1"),
    ("017", 15),
    ("08", 8.0),
    ("0o17", 15),
    ("0x1F", 31),
    ("-0b11", -3),
    ("18446744073709551615", 18446744073709551615),
    ("18446744073709551616", 1.8446744073709552e19),
    ("-9223372036854775808", -9223372036854775808),
    ("-9223372036854775809", -9.223372036854775809e18),
    ("0x1ffffffffffffffff", "0x1ffffffffffffffff"),
    ("1e3", 1000.0),
    ("1e999", "1e999"),
    ("1.30", 1.3),
    (".5", 0.5),
    (".9_2", 0.92),
    (".7_", ".7_"),
    ("+.5", 0.5),
    ("5.", 5.0),
    ("12:30", "12:30"),
    ("190:20:30", "190:20:30"),
    ("2026-01-01", "2026-01-01"),
    ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"),
    ("1.0.0", "1.0.0"),
    ("500m", "500m"),
    (".", "."),
    ("=", "="),
    ("!!str 12", "12"),
    ("!!int '0x10'", 16),
    ("!!float 1", 1.0),
    ("!!bool 'on'", True),
    ("!!null ''", None),
    ("!!seq [1]", [1]),
    ("!!map {a: 1}", {"a": 1}),
]


@pytest.mark.parametrize(("text", "value"), SCALARS)
def test_a_scalar_means_what_kubernetes_reads(text: str, value: object) -> None:
    found = load(f"a: {text}").value["a"]
    assert (found, type(found)) == (value, type(value))


def test_very_long_digits_are_not_worked_on() -> None:
    assert load(f"a: 0x{'f' * 500_000}").value["a"] == f"0x{'f' * 500_000}"


def test_every_field_has_its_line() -> None:
    document = load("""\
        # a comment

        name: iris
        scaling: {min: 1,
          max: 3}
        containers:
          - name: a

          - name: b
            args:
            - x
            - - y
        """)
    assert document.lines == {
        (): 3,
        ("name",): 3,
        ("scaling",): 4,
        ("scaling", "min"): 4,
        ("scaling", "max"): 5,
        ("containers",): 6,
        ("containers", 0): 7,
        ("containers", 0, "name"): 7,
        ("containers", 1): 9,
        ("containers", 1, "name"): 9,
        ("containers", 1, "args"): 10,
        ("containers", 1, "args", 0): 11,
        ("containers", 1, "args", 1): 12,
        ("containers", 1, "args", 1, 0): 12,
    }


def test_the_line_of_what_is_not_written_is_that_of_the_deepest_part_that_is() -> None:
    document = load("a: 1\nb:\n  c: {}\n")
    assert [document.line(path) for path in [("b", "c", "d", 0), ("b", "x"), ("x",), ()]] == [3, 2, 1, 1]


def test_an_alias_reports_its_use_and_shares_nothing() -> None:
    document = load("a: &x\n  b: [1]\nc: *x\nd:\n  - *x\n")
    assert document.value == {"a": {"b": [1]}, "c": {"b": [1]}, "d": [{"b": [1]}]}
    assert [document.line(path) for path in [("a", "b"), ("c", "b"), ("d", 0, "b", 0)]] == [2, 3, 5]
    document.value["c"]["b"].append(2)
    assert document.value["a"] == {"b": [1]}


def test_an_anchor_may_be_set_again_and_ends_with_its_document() -> None:
    assert load("a: &x 1\nb: &x 2\nc: *x\n").value["c"] == 2
    with pytest.raises(InputError, match=r"f:3: b: \*x repeats something that isn't there"):
        load_all("a: &x 1\n---\nb: *x\n", "f")


def test_merge_keys_give_way_to_what_is_written() -> None:
    document = load("""\
        one: &one {a: 1, b: 1}
        two: &two {b: 2, c: 2}
        use:
          c: 9
          <<:
            - *one
            - *two
            - {d: 4,
               a: 4}
          e: 5
        single:
          <<: *one
          b: {x: 1}
        """)
    assert document.value["use"] == {"c": 9, "e": 5, "a": 1, "b": 1, "d": 4}
    assert document.value["single"] == {"b": {"x": 1}, "a": 1}
    places = {path[1:]: line for path, line in document.lines.items() if path[:1] == ("use",)}
    assert places == {(): 3, ("c",): 4, ("e",): 10, ("a",): 6, ("b",): 6, ("d",): 8}
    assert document.lines["single", "a"] == 12


def test_a_quoted_merge_key_is_a_name() -> None:
    assert load('"<<": {a: 1}').value == {"<<": {"a": 1}}


def test_every_document_that_is_not_empty_is_loaded() -> None:
    documents = load_all("---\n# nothing\n---\na: 1\n---\n- b\n---\nnull\n...\n---\ntext\n", "f")
    assert [(document.value, document.line()) for document in documents] == [({"a": 1}, 4), (["b"], 6), ("text", 11)]
    assert load_all("", "f") == []


def test_a_byte_order_mark_is_no_content() -> None:
    assert load_one("\ufeffa: 1", "f").value == {"a": 1}


REFUSED = [
    ("a:\n\tb: 1", 2, "", "not valid YAML: a tab where YAML wants spaces"),
    ("a: b\n\tc: d", 2, "", "not valid YAML: a tab where YAML wants spaces"),
    (
        "a:\n  'x\n\n",
        4,
        "",
        "not valid YAML: found unexpected end of stream, while scanning a quoted scalar from line 2",
    ),
    ("a: 1\nb: c: d", 2, "", "not valid YAML: mapping values are not allowed in this context"),
    (
        "a: 1\nb: @c",
        2,
        "",
        "not valid YAML: found character that cannot start any token, while scanning for the next token from line 2",
    ),
    ("a: 1\nb: \x07", 2, "", "not valid YAML: control characters are not allowed"),
    ("%YAML 3.0\n---\na: 1", 1, "", "not valid YAML: found incompatible YAML document"),
    ("a: 1\nb: \udcff", 2, "", "not valid UTF-8"),
    ("a: 1\nb: 2\n'a': 3", 3, "a", "given twice; first on line 1"),
    ("s:\n  c:\n  - m: x\n    m: y", 4, "s.c[0].m", "given twice; first on line 3"),
    ("1: a", 1, "", "the name of a field must be text, and 1 means a number"),
    ("a: {on: a}", 1, "a", "the name of a field must be text, and on means true or false"),
    ("a:\n  ~: a", 2, "a", "the name of a field must be text, and ~ means null"),
    ("a:\n  : a", 2, "", "not valid YAML: did not find expected key, while parsing a block mapping from line 2"),
    ("?\n: a", 1, "", "the name of a field must be text, and nothing means null"),
    ("? [a]\n: b", 1, "", "the name of a field must be text"),
    ("a: &a x\n*a : b", 2, "", "the name of a field must be text"),
    ("a: &x [*x]", 1, "a[0]", "*x repeats what it is a part of"),
    ("a: &x {<<: *x}", 1, "a.<<", "*x repeats what it is a part of"),
    ("<<: 1", 1, "<<", "<< must name a mapping, or a list of mappings"),
    ("a: &x {}\nb:\n  <<: [*x, 2]", 3, "b.<<", "<< must name a mapping, or a list of mappings"),
    (
        "a: [!!python/object/apply:os.system [id]]",
        1,
        "a[0]",
        "the tag !!python/object/apply:os.system is not supported",
    ),
    ("a: !foo x", 1, "a", "the tag !foo is not supported"),
    ("a: !!binary aGk=", 1, "a", "the tag !!binary is not supported"),
    ("a: !!set {x}", 1, "a", "the tag !!set is not supported"),
    ("a: !!int x", 1, "a", "the value is not of type !!int"),
    ("a: !!float .nan", 1, "a", ".nan is a number that JSON can't carry"),
    ("a:\n  - -.Inf", 2, "a[0]", "-.Inf is a number that JSON can't carry"),
    ("- a", 1, "", "must be a mapping of fields, not a list"),
    ("# c\ntext", 2, "", "must be a mapping of fields, not a single value"),
    ("---\na: 1\n---\n---\nb: 2", 5, "", "holds 2 documents"),
]


@pytest.mark.parametrize(("text", "line", "field", "what"), REFUSED)
def test_what_slipway_does_not_read_is_refused_with_its_place(text: str, line: int, field: str, what: str) -> None:
    found = problem(text)
    assert (found.place, found.field, found.what) == (Place("f.yaml", line), field, what)
    assert found.fix
    assert len(str(found).splitlines()) == 2


@pytest.mark.parametrize("text", ["", "\n\n", "# only words\n", "---\n", "--- ~\n"])
def test_an_empty_file_is_said_to_be_empty(text: str) -> None:
    assert problem(text) == Problem("is empty", "write at least one field", "f.yaml")


def test_a_problem_stays_on_one_line_whatever_the_name() -> None:
    name = '"' + "x\\n" * 500 + '"'
    found = problem(f"{name}: 1\n{name}: 2\n")
    assert len(str(found)) < 400
    assert len(str(found).splitlines()) == 2


def test_deep_nesting_is_refused_however_deep() -> None:
    assert load("a: " + "[" * 99 + "]" * 99).value
    for depth in (100, 100_000):
        assert problem("a: " + "[" * depth + "]" * depth).what == "nested more than 100 levels deep"


def test_aliases_that_multiply_are_refused_before_they_do() -> None:
    levels = [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 30)]
    found = problem("\n".join(["l0: &l0 [lol, lol, lol]", *levels]))
    assert found.what == "up to here aliases repeat more than 1,000,000 characters"


def test_one_long_text_repeated_often_is_refused() -> None:
    found = problem(f"a: &a {'x' * 10_000}\nb: [{', '.join(['*a'] * 200)}]")
    assert (found.place, found.field) == (Place("f.yaml", 2), "b[99]")


def test_a_document_has_a_largest_size() -> None:
    too_large = Problem("larger than 8 bytes", "split it, or name the right file", "f")
    assert load_all("a: éé", "f", max_bytes=8)[0].value == {"a": "éé"}
    with pytest.raises(InputError) as caught:
        load_all("a: ééé", "f", max_bytes=8)
    assert caught.value.problems == (too_large,)


def test_read_returns_the_text(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"\xef\xbb\xbfa: \xc3\xa9\r\n")
    assert read(file) == "a: é\r\n"
    assert read(file, 10) == "a: é\r\n"


def test_read_says_why_it_cannot(tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes(b"a: 1\nb: \xe9\n")
    (tmp_path / "large").write_bytes(b"x" * 11)
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    found = {}
    for name in ("latin", "large", "loop", "missing", "."):
        with pytest.raises(InputError) as caught:
            read(tmp_path / name, 10)
        (only,) = caught.value.problems
        found[name] = (only.what, str(only.place))
    assert found == {
        "latin": ("not valid UTF-8", f"{tmp_path / 'latin'}:2"),
        "large": ("larger than 10 bytes", str(tmp_path / "large")),
        "loop": ("can't be read: Too many levels of symbolic links", str(tmp_path / "loop")),
        "missing": ("there is no such file", str(tmp_path / "missing")),
        ".": ("is a folder, not a file", str(tmp_path)),
    }
