"""The commands of ``docs/pipelines`` do what they say, with stand-ins for what needs a server."""

from __future__ import annotations

import datetime
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.project import REPOSITORY, create

if TYPE_CHECKING:
    from collections.abc import Mapping

PIPELINES = REPOSITORY / "docs" / "pipelines"
SLIPWAY = Path(sys.executable).parent / "slipway"
# Writes down what it is asked to do, and answers as a server with one earlier comment would.
STAND_IN = """\
#!/bin/sh
echo "$(basename "$0") $*" >> "$LOG"
case "$*" in *"--jq"*) printf "%s\\n" "$GITHUB_COMMENT" ;; *"?per_page"*) printf "%s\\n" "$GITLAB_COMMENTS" ;; esac
"""
COMMENT = {"id": 7, "body": "**ALLOWED**\n<!-- slipway -->\n", "system": False}
NO_COMMENT = {"id": 8, "body": "LGTM", "system": False}


@dataclass(frozen=True)
class Checkout:
    """A repository's proposed change beside the reviewed commit, as a pipeline finds them."""

    root: Path
    environment: dict[str, str]

    def run(self, script: str, folder: str, more: Mapping[str, str]) -> int:
        command = ["bash", "-e", "-o", "pipefail", "-c", script]
        environment = {**self.environment, **more}
        return subprocess.run(command, cwd=self.root / folder, env=environment, check=False).returncode

    def log(self) -> list[str]:
        return (self.root / "log").read_text().splitlines()


def git(folder: Path, *arguments: str) -> None:
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", "-C", str(folder), *arguments]
    subprocess.run(command, check=True, capture_output=True)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Checkout:
    for folder in ("origin", "programs", "reviewed/.venv/bin"):
        (tmp_path / folder).mkdir(parents=True)
    project = create(tmp_path / "origin", monkeypatch, capsys)
    waivers = project.root / "policies/waivers/data.yaml"
    # Pipelines ask the clock, so the waivers must count on whatever day this runs.
    soon = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=100)
    waivers.write_text(re.sub(r'expires: ".*"', f'expires: "{soon}"', waivers.read_text()))
    assert project.slipway("render", "--all").code == 0
    project.write(".gitignore", ".venv/\n")
    git(project.root, "init", "--quiet", "--initial-branch=main")
    git(project.root, "add", "--all")
    git(project.root, "commit", "--quiet", "--message=reviewed")
    git(tmp_path, "clone", "--quiet", str(project.root), "proposed")
    for name in ("gh", "curl", "make"):
        (tmp_path / "programs" / name).write_text(STAND_IN)
        (tmp_path / "programs" / name).chmod(0o755)
    (tmp_path / "reviewed/.venv/bin/slipway").symlink_to(SLIPWAY)
    return Checkout(
        tmp_path, {**os.environ, "PATH": f"{tmp_path}/programs:{os.environ['PATH']}", "LOG": f"{tmp_path}/log"}
    )


def deny(checkout: Checkout) -> None:
    """Let the proposed change ask for more than its quota has, and excuse itself."""
    spec = checkout.root / "proposed/models/iris.yaml"
    spec.write_text(spec.read_text().replace("scaling: {min: 2, max: 4}", "scaling: {replicas: 500}"))
    (checkout.root / "proposed/policies/policy/quota/exceeded/exceeded.rego").unlink()


GITHUB: dict[str, Any] = yaml.safe_load((PIPELINES / "github.yaml").read_text())["jobs"]["gate"]
EXPRESSIONS = {
    "github.event.pull_request.base.sha": "origin/main",
    "github.event.pull_request.number": "5",
    "github.repository": "acme/models",
    "github.token": "t0ken",
}


def filled_in(environment: dict[str, str]) -> dict[str, str]:
    return {
        key: re.sub(r"\$\{\{ (.*?) \}\}", lambda found: EXPRESSIONS[found[1]], value)
        for key, value in environment.items()
    }


def by_github(checkout: Checkout, comment: str) -> dict[str, int]:
    """Run the steps as GitHub does: after a failure only those that say so."""
    codes: dict[str, int] = {}
    for step in (one for one in GITHUB["steps"] if "run" in one):
        if not any(codes.values()) or "!cancelled()" in step.get("if", ""):
            more = {**filled_in(GITHUB["env"]), **filled_in(step.get("env", {})), "GITHUB_COMMENT": comment}
            codes[step["name"]] = checkout.run(step["run"], step.get("working-directory", "."), more)
    return codes


def test_github_s_steps_let_a_good_change_pass(checkout: Checkout) -> None:
    assert set(by_github(checkout, "").values()) == {0}
    assert (checkout.root / "comment.md").read_text().startswith("**ALLOWED** dev")
    assert json.loads((checkout.root / "slipway.sarif").read_text())["version"] == "2.1.0"
    assert checkout.log()[0] == "make -C reviewed .venv/run"
    assert checkout.log()[-1] == "gh api --method POST repos/acme/models/issues/5/comments --field body=@comment.md"


def test_github_s_steps_stop_a_bad_change_and_renew_the_comment(checkout: Checkout) -> None:
    deny(checkout)
    assert by_github(checkout, "7\n9") == {
        "Install the reviewed Slipway": 0,
        "Judge by what is reviewed": 1,
        "Compare the rendered trees": 4,
        "Write or renew the one comment": 0,
    }
    assert (checkout.root / "comment.md").read_text().startswith("**DENIED** prod")
    assert checkout.log()[-1] == "gh api --method PATCH repos/acme/models/issues/comments/7 --field body=@comment.md"


def by_gitlab(checkout: Checkout, comments: list[dict[str, Any]]) -> tuple[int, int]:
    """Run the job as GitLab does: one shell for before_script and script, another one for after_script."""
    (job,) = yaml.safe_load((PIPELINES / "gitlab-ci.yml").read_text()).values()
    # The worktree is where the stand-in for the installed command is.
    before = [line for line in job["before_script"] if "worktree" not in line]
    assert len(before) == 2
    variables = {
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        "REVIEWED": "origin/main",
        "NOTES": "https://gitlab.example/notes",
        "SLIPWAY_TOKEN": "t0ken",
        "GITLAB_COMMENTS": json.dumps(comments),
    }
    script = checkout.run("\n".join([*before, *job["script"]]), "proposed", variables)
    return script, checkout.run("\n".join(job["after_script"]), "proposed", variables)


def test_gitlab_s_job_lets_a_good_change_pass(checkout: Checkout) -> None:
    assert by_gitlab(checkout, [NO_COMMENT]) == (0, 0)
    assert (checkout.root / "proposed/comment.md").read_text().startswith("**ALLOWED** dev")
    assert checkout.log()[0] == "make -C ../reviewed .venv/run"
    assert checkout.log()[-1].endswith(" body@comment.md --request POST https://gitlab.example/notes")


def test_gitlab_s_job_stops_a_bad_change_and_renews_the_comment(checkout: Checkout) -> None:
    deny(checkout)
    assert by_gitlab(checkout, [NO_COMMENT, COMMENT]) == (1, 0)
    assert (checkout.root / "proposed/comment.md").read_text().startswith("**DENIED** prod")
    assert checkout.log()[-1].endswith(" body@comment.md --request PUT https://gitlab.example/notes/7")


def test_gitlab_s_worktree_is_the_reviewed_commit(checkout: Checkout) -> None:
    (job,) = yaml.safe_load((PIPELINES / "gitlab-ci.yml").read_text()).values()
    (command,) = [line for line in job["before_script"] if "worktree" in line]
    (checkout.root / "reviewed/.venv/bin/slipway").unlink()
    for folder in ("bin", "", ".."):
        (checkout.root / "reviewed/.venv" / folder).resolve().rmdir()
    deny(checkout)
    assert checkout.run(command, "proposed", {"REVIEWED": "origin/main"}) == 0
    assert (checkout.root / "reviewed/policies/policy/quota/exceeded/exceeded.rego").is_file()
