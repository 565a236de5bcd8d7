from __future__ import annotations

import json

from infra.errors import Place
from infra.manifest import Identity
from infra.policy.annotations import Rule
from infra.policy.verdict import Finding, Judged, NotEvaluated, Verdict, Waived, WaiverStates
from infra.policy.waivers import Waiver
from infra.report.json_report import as_json
from infra.report.table import as_table

WAIVER = Waiver.model_validate(
    {
        "code": "pod_security.host_path",
        "object": {"apiVersion": "apps/v1", "kind": "DaemonSet", "namespace": "nvidia", "name": "plugin"},
        "path": "/spec/template/spec/volumes/0/hostPath",
        "reason": "The kubelet's socket is there.",
        "owner": "platform-security",
        "ticket": "SEC-101",
        "expires": "2027-11-30",
    }
)
DENIED = Verdict(
    engine="embedded",
    objects=12,
    rules=28,
    findings=(
        Finding(
            code="images.pinned",
            severity="error",
            message="container server runs image app:latest, which is not pinned",
            remediation="Name a digest.",
            object=Identity("apps/v1", "Deployment", "models", "iris"),
            container="server",
            path="/spec/template/spec/containers/0/image",
            waived=None,
            rendered=Place("rendered/prod/models/iris.yaml", 120),
            spec=Place("models/iris.yaml", 4),
        ),
        Finding(
            code="pod_security.host_path",
            severity="error",
            message="volume sockets mounts a path of the node",
            remediation="Use an emptyDir.",
            object=Identity("apps/v1", "DaemonSet", "nvidia", "plugin"),
            container=None,
            path="/spec/template/spec/volumes/0/hostPath",
            waived=Waived("plugin-sockets", WAIVER),
        ),
    ),
    not_evaluated=(NotEvaluated("quota.missing", "no Namespace object in the input for models"),),
    waivers=WaiverStates(("future",), ("late",), ("old",), ("spare",), ("lost",)),
)
ALLOWED = Verdict("opa", 3, 28, (), ())


def rule(code: str) -> Rule:
    place = Place("policy/a/b/b.rego", 1)
    return Rule(
        code, "A title", "What it is.", "error", "object", "m", "Fix it.", (), None, ("https://a.example",), place
    )


RULES = {code: rule(code) for code in ("images.pinned", "pod_security.host_path", "quota.missing", "secrets.inline")}
PROD = Judged("prod", "Pulumi.prod.yaml", DENIED, RULES)
CLEAN = Judged("out.yaml", "out.yaml", ALLOWED, RULES)

TABLE = """\
Finding        What is wrong, and the way out                         Where

error          container server runs image app:latest, which is not   Deployment models/iris
images.pinned  pinned                                                 models/iris.yaml:4
               fix: Name a digest.                                    rendered/prod/models/iris.yaml:120
DENIED prod: 12 objects, 28 rules (embedded): 1 error, 1 waived
  waived until 2027-11-30: pod_security.host_path on DaemonSet nvidia/plugin (SEC-101, platform-security)
  not evaluated: 1 rule, no Namespace object in the input for models
  waiver future doesn't count yet
  waiver late expires soon: renew it, or remove what it excuses
  waiver old has expired: renew it or remove it
  waiver spare excuses nothing here
  waiver lost is for a rule that doesn't exist
"""


def test_a_table_says_what_is_wrong_the_way_out_and_where() -> None:
    assert as_table(PROD, width=104, colour=False) == TABLE


def test_nothing_found_is_one_line() -> None:
    table = as_table(CLEAN, width=100, colour=False)
    assert table == "ALLOWED out.yaml: 3 objects, 28 rules (opa): nothing found\n"


def test_colours_are_for_terminals_only() -> None:
    assert "\x1b[" not in as_table(PROD, width=104, colour=False)
    assert "\x1b[" in as_table(PROD, width=104, colour=True)


def test_json_carries_everything() -> None:
    assert json.loads(as_json([PROD])) == {
        "target": "prod",
        "advisory": False,
        "verdict": "denied",
        "engine": "embedded",
        "objects": 12,
        "rules": 28,
        "findings": [
            {
                "code": "images.pinned",
                "severity": "error",
                "message": "container server runs image app:latest, which is not pinned",
                "remediation": "Name a digest.",
                "object": {"apiVersion": "apps/v1", "kind": "Deployment", "namespace": "models", "name": "iris"},
                "container": "server",
                "path": "/spec/template/spec/containers/0/image",
                "rendered": {"file": "rendered/prod/models/iris.yaml", "line": 120},
                "spec": {"file": "models/iris.yaml", "line": 4},
                "waiver": None,
            },
            {
                "code": "pod_security.host_path",
                "severity": "error",
                "message": "volume sockets mounts a path of the node",
                "remediation": "Use an emptyDir.",
                "object": {"apiVersion": "apps/v1", "kind": "DaemonSet", "namespace": "nvidia", "name": "plugin"},
                "container": None,
                "path": "/spec/template/spec/volumes/0/hostPath",
                "rendered": None,
                "spec": None,
                "waiver": {
                    "name": "plugin-sockets",
                    "reason": "The kubelet's socket is there.",
                    "owner": "platform-security",
                    "ticket": "SEC-101",
                    "from": None,
                    "expires": "2027-11-30",
                },
            },
        ],
        "not_evaluated": [{"code": "quota.missing", "reason": "no Namespace object in the input for models"}],
        "waivers": {
            "pending": ["future"],
            "expiring": ["late"],
            "expired": ["old"],
            "unused": ["spare"],
            "unknown": ["lost"],
        },
    }


def test_a_verdict_is_denied_only_for_errors_that_are_not_waived() -> None:
    error, waived = DENIED.findings
    warning = Finding("a.b", "warning", "m", "r", error.object, None, "/", None)
    outcomes = {
        "error": Verdict("opa", 1, 1, (error, waived), ()).outcome,
        "waived": Verdict("opa", 1, 1, (waived,), ()).outcome,
        "warning": Verdict("opa", 1, 1, (warning,), ()).outcome,
    }
    assert outcomes == {"error": "denied", "waived": "allowed", "warning": "allowed"}
