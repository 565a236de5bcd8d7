from __future__ import annotations

from infra.deploy.outputs import outputs
from infra.policy.verdict import Verdict
from tests.stack import component
from tests.unit.serving.test_variants import canary

VERDICT = Verdict(engine="embedded", objects=0, rules=0, findings=(), not_evaluated=())
IMAGE = "registry.example.invalid/app@sha256:" + "a" * 64


def test_a_model_with_variants_is_known_by_its_stable_one() -> None:
    alone, several = (outputs([component(changes)], VERDICT)["models"]["iris"] for changes in ({}, canary()))
    expected = {"namespace": "models", "address": "http://iris.models.svc", "image": IMAGE, "version": "1.2.0"}
    assert alone == several == expected
