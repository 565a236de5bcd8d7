"""The formats that other programs read: valid, complete, and no words of a user that mean something to them."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infra.errors import Place
from infra.manifest import Identity
from infra.policy.verdict import Judged, Verdict
from infra.report.github import as_github
from infra.report.json_report import as_json
from infra.report.junit import as_junit
from infra.report.markdown import as_markdown
from infra.report.sarif import as_sarif
from infra.report.table import as_table
from tests.unit.report.test_reports import CLEAN, PROD, RULES

# The official schema, as the npm package @microsoft/jest-sarif ships it (MIT).
SCHEMA = Path(__file__).parent / "sarif-2.1.0-rtm.5.schema.json"
SARIF = jsonschema.Draft4Validator(json.loads(SCHEMA.read_text()))
ADVISORY = dataclasses.replace(PROD, advisory=True)
EVIL = (
    "a\"b'c\n::error::d %0A | `e` <script> &amp; [f](g) {0} @team #1 https://h"
    " \x00\x1b[31m\x85\u2028\u202ei\ufffe é🙂\ud800"
)


def with_words(words: str) -> Judged:
    """A verdict whose every name is what somebody wrote."""
    (finding, _) = PROD.verdict.findings
    named = dataclasses.replace(
        finding,
        message=words,
        container=words,
        object=Identity(words, words, words, words),
        path=f"/{words}",
        rendered=Place(words, 3),
        spec=None,
    )
    return Judged(words, words, dataclasses.replace(PROD.verdict, findings=(named,)), RULES)


def sarif(*judged: Judged) -> Any:  # noqa: ANN401 - JSON
    log = json.loads(as_sarif(judged))
    SARIF.validate(log)
    return log["runs"][0]


def test_sarif_has_a_region_for_every_result() -> None:
    run = sarif(PROD, CLEAN)
    pinned, host_path = run["results"]
    assert pinned == {
        "ruleId": "images.pinned",
        "ruleIndex": 0,
        "level": "error",
        "message": {
            "text": "Deployment models/iris: container server runs image app:latest, which is not pinned."
            " Fix: Name a digest."
        },
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": "models/iris.yaml"}, "region": {"startLine": 4}},
                "logicalLocations": [
                    {
                        "fullyQualifiedName": "Deployment models/iris/spec/template/spec/containers/0/image",
                        "kind": "resource",
                    }
                ],
            }
        ],
        "relatedLocations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "rendered/prod/models/iris.yaml"},
                    "region": {"startLine": 120},
                }
            }
        ],
        "partialFingerprints": pinned["partialFingerprints"],
        "suppressions": [],
        "properties": {"target": "prod"},
    }
    assert host_path["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "Pulumi.prod.yaml"},
        "region": {"startLine": 1},
    }
    assert host_path["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "The kubelet's socket is there. (SEC-101, platform-security, until 2027-11-30)",
        }
    ]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == list(RULES)
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"] == (
        "prod: quota.missing was not evaluated: no Namespace object in the input for models"
    )


def test_a_fingerprint_stays_when_lines_move() -> None:
    first, _ = PROD.verdict.findings
    moved = dataclasses.replace(
        PROD,
        verdict=dataclasses.replace(
            PROD.verdict, findings=(dataclasses.replace(first, spec=Place("models/iris.yaml", 9)),)
        ),
    )
    (before, other), (after,) = sarif(PROD)["results"], sarif(moved)["results"]
    assert before["partialFingerprints"] == after["partialFingerprints"] != other["partialFingerprints"]


JUNIT = """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="slipway">
  <testsuite name="prod" tests="4" failures="1" errors="0" skipped="2">
    <testcase classname="images.pinned" name="Deployment models/iris /spec/template/spec/containers/0/image" \
file="models/iris.yaml" line="4">
      <failure message="container server runs image app:latest, which is not pinned" type="images.pinned">\
error: container server runs image app:latest, which is not pinned
fix: Name a digest.
at: models/iris.yaml:4</failure>
    </testcase>
    <testcase classname="pod_security.host_path" name="DaemonSet nvidia/plugin /spec/template/spec/volumes/0/hostPath" \
file="Pulumi.prod.yaml" line="1">
      <skipped message="waived until 2027-11-30: The kubelet's socket is there. (SEC-101)" />
    </testcase>
    <testcase classname="quota.missing" name="A title">
      <skipped message="no Namespace object in the input for models" />
    </testcase>
    <testcase classname="secrets.inline" name="A title" />
  </testsuite>
</testsuites>
"""


def test_junit_has_a_case_for_each_finding_and_each_rule_that_found_nothing() -> None:
    assert as_junit([PROD]) == JUNIT


GITHUB = """\
::error file=models/iris.yaml,line=4,title=images.pinned::Deployment models/iris: container server runs image \
app:latest, which is not pinned. Fix: Name a digest.
::notice file=Pulumi.prod.yaml,line=1,title=pod_security.host_path::waived until 2027-11-30: DaemonSet nvidia/plugin: \
volume sockets mounts a path of the node. Fix: Use an emptyDir.
ALLOWED out.yaml: 3 objects, 28 rules (opa): nothing found
DENIED prod: 12 objects, 28 rules (embedded): 1 error, 1 waived
"""


def test_github_annotates_the_line_to_change() -> None:
    assert as_github([CLEAN, PROD]) == GITHUB


MARKDOWN = """\
**DENIED** prod: 12 objects, 28 rules \\(embedded\\): 1 error, 1 waived  \n\
**ALLOWED** out.yaml: 3 objects, 28 rules \\(opa\\): nothing found  \n\

### prod

| Finding | What is wrong, and the way out | Where |
|---|---|---|
| error<br><code>images.pinned</code> | container server runs image app:latest, which is not pinned\
<br>fix: Name a digest. | <code>Deployment models/iris</code><br><code>models/iris.yaml:4</code> |

prod:

- waived until 2027-11-30: pod\\_security.host\\_path on DaemonSet nvidia/plugin \\(SEC-101, platform-security\\)
- not evaluated: 1 rule, no Namespace object in the input for models
- waiver future doesn't count yet
- waiver late expires soon: renew it, or remove what it excuses
- waiver old has expired: renew it or remove it
- waiver spare excuses nothing here
- waiver lost is for a rule that doesn't exist

<!-- slipway -->
"""


def test_markdown_begins_with_the_verdict_that_denies() -> None:
    assert as_markdown([CLEAN, PROD]) == MARKDOWN


def test_an_advisory_verdict_fails_nothing() -> None:
    assert sarif(ADVISORY)["results"] == []
    assert "failure" not in as_junit([ADVISORY])
    assert "::error" not in as_github([ADVISORY])
    assert json.loads(as_json([ADVISORY]))["advisory"] is True
    assert as_markdown([ADVISORY, CLEAN]).startswith("**ALLOWED** out.yaml")


@pytest.mark.parametrize("number", [0, 1, 100, 5_000])
def test_a_comment_is_never_too_long(number: int) -> None:
    finding, _ = PROD.verdict.findings
    long = dataclasses.replace(finding, message="|" * 5_000)
    verdict = Verdict("opa", number + 1, 28, (long,) * number, ())
    comment = as_markdown([dataclasses.replace(PROD, title="t" * 5_000, verdict=verdict)])
    assert len(comment) <= 60_000
    assert comment.startswith("**DENIED**" if number else "**ALLOWED**")
    assert comment.endswith("<!-- slipway -->\n")
    assert ("more lines don't fit here" in comment) is (number >= 100)


def harmless(words: str) -> None:
    judged = with_words(words)
    (result,) = sarif(judged)["results"]
    assert result["message"]["text"].isprintable()
    suite = ET.fromstring(as_junit([judged]))[0]  # noqa: S314 - ours
    assert len(suite.findall("testcase/failure")) == 1
    annotation, last = as_github([judged]).splitlines()
    assert annotation.startswith("::error file=")
    assert annotation.count("::") >= 2
    assert re.fullmatch(r"file=[^:,]*,line=3,title=images.pinned", annotation[8:].partition("::")[0])
    assert last.startswith("DENIED ")
    rows = [line for line in as_markdown([judged]).splitlines() if line.startswith("| error")]
    assert [len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) for row in rows] == [4]
    assert re.findall(r"(?<!\\)(?:\\\\)*<(?!/?code>|br>)", rows[0]) == []
    assert re.findall(r"@\w", rows[0].split(" | ")[1]) == []
    shown = as_table(judged, width=120, colour=False)
    assert all(line.isprintable() for line in shown.splitlines())
    assert len(as_json([judged]).splitlines()) == 1


def test_evil_words_stay_words() -> None:
    harmless(EVIL)


@given(st.text(st.characters() | st.sampled_from("\n\r\x1b|`<>@:%,{}[]\\"), max_size=60))
@settings(max_examples=50, deadline=None)
def test_any_words_stay_words(words: str) -> None:
    harmless(words)
