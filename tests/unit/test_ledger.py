from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from infra.errors import InputError, Place
from infra.ledger import LEDGER_NAME, FileEntry, Ledger, Owner, RenderedFile, content_hash, read_ledger

if TYPE_CHECKING:
    from pathlib import Path

IRIS = RenderedFile(
    "a: é\n",
    FileEntry(
        inputs="1f" * 32,
        owner=Owner(kind="models", name="iris"),
        spec=Place("models/iris.yaml", 1),
        objects=("v1 Service models/iris", "apps/v1 Deployment models/iris"),
    ),
)
QUOTAS = RenderedFile("b: 1\n", FileEntry(inputs="2f" * 32, owner=Owner(kind="platform", name="quotas")))
LEDGER = Ledger(stack="prod", files={"platform/quotas.yaml": QUOTAS.record(), "models/iris.yaml": IRIS.record()})


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "prod"
    root.mkdir()
    return root


def refusal(root: Path, text: str) -> tuple[str, str]:
    (root / LEDGER_NAME).write_text(text)
    with pytest.raises(InputError) as caught:
        read_ledger(root)
    (problem,) = caught.value.problems
    assert (problem.place, bool(problem.fix)) == (str(root / LEDGER_NAME), True)
    return problem.what, problem.fix


def test_the_ledger_says_of_each_file_what_it_holds_and_where_it_is_from() -> None:
    assert json.loads(LEDGER.text()) == {
        "version": 1,
        "stack": "prod",
        "files": {
            "models/iris.yaml": {
                "sha256": "7b4c0d74a603dd4c402e0ec1eba36d650f9ce3f7a98596e5329630cc5704cd63",
                "inputs": "1f" * 32,
                "owner": {"kind": "models", "name": "iris"},
                "spec": {"file": "models/iris.yaml", "line": 1},
                "objects": ["v1 Service models/iris", "apps/v1 Deployment models/iris"],
            },
            "platform/quotas.yaml": {
                "sha256": content_hash(b"b: 1\n"),
                "inputs": "2f" * 32,
                "owner": {"kind": "platform", "name": "quotas"},
                "spec": None,
                "objects": [],
            },
        },
    }


def test_the_ledger_is_sorted_with_one_line_for_each_file() -> None:
    lines = [line.split(":")[0] for line in LEDGER.text().splitlines()]
    assert lines == [
        "{",
        '  "files"',
        '    "models/iris.yaml"',
        '    "platform/quotas.yaml"',
        "  },",
        '  "stack"',
        '  "version"',
        "}",
    ]
    turned = Ledger(stack="prod", files=dict(reversed(LEDGER.files.items())))
    assert turned.text() == LEDGER.text()


@pytest.mark.parametrize("ledger", [LEDGER, Ledger(stack="prod")])
def test_what_was_written_is_read(root: Path, ledger: Ledger) -> None:
    (root / LEDGER_NAME).write_text(ledger.text())
    assert read_ledger(root) == ledger


def test_a_tree_without_a_ledger_has_an_empty_one(root: Path) -> None:
    assert read_ledger(root) == Ledger(stack="prod")
    assert read_ledger(root / "missing" / "dev") == Ledger(stack="dev")


DAMAGED = [
    *(
        "",
        "{",
        "[]",
        "null",
        "7",
        "{}",
        "\x00",
        "[" * 100_000,
        '{"version": 1, "stack": "prod"} x',
        '{"version": 0, "stack": "prod"}',
    ),
    *('{"version": "1", "stack": "prod"}', '{"version": 1, "stack": "prod", "more": 1}', '{"version": 1, "stack": 7}'),
    LEDGER.text()[:200],
    LEDGER.text().replace("sha256", "sha1"),
]


@pytest.mark.parametrize("text", DAMAGED, ids=range(len(DAMAGED)))
def test_a_damaged_ledger_is_refused_with_the_way_out(root: Path, text: str) -> None:
    fix = "restore it from version control, or remove the folder and render again"
    assert refusal(root, text) == ("the ledger is damaged", fix)


def test_a_ledger_of_a_newer_version_is_refused(root: Path) -> None:
    what, _ = refusal(root, '{"version": 2, "anything": [1]}')
    assert what == "the ledger has version 2, written by a newer Slipway"


def test_a_ledger_of_another_stack_is_refused(root: Path) -> None:
    what, _ = refusal(root, Ledger(stack="dev").text())
    assert what == "the ledger is of the stack 'dev'"


@pytest.mark.parametrize(
    "path",
    ["../x", "/etc/x", "a/../../x", "a//b", "./a", "a/", "", ".", "..", "a\\b", "a\x00", "a\nb", LEDGER_NAME],
)
def test_a_ledger_that_names_a_path_outside_the_tree_is_refused(root: Path, path: str) -> None:
    what, _ = refusal(root, Ledger(stack="prod", files={path: IRIS.record()}).text())
    assert what == f"the ledger names {path!r}, which isn't a file of the tree"


def test_a_ledger_behind_a_link_is_refused(root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text(LEDGER.text())
    (root / LEDGER_NAME).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InputError, match="the ledger is a symbolic link"):
        read_ledger(root)
