"""What an engine must answer: the shape of ``data.main.result``. Anything else counts as nothing judged."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from infra.errors import EngineError
from infra.policy.annotations import Severity


class RawFinding(BaseModel):
    """A finding without the rule's words."""

    model_config = ConfigDict(extra="forbid", strict=True)
    code: str
    severity: Severity
    msg: str
    object: dict[str, Any]
    container: str | None
    path: str
    args: dict[str, Any]
    waiver: str | None


class RawWaivers(BaseModel):
    """The waivers to report, by name."""

    model_config = ConfigDict(extra="forbid", strict=True)
    pending: list[str]
    expiring: list[str]
    expired: list[str]
    unused: list[str]
    unknown: list[str]


class RawResult(BaseModel):
    """The value of ``data.main.result``."""

    model_config = ConfigDict(extra="forbid", strict=True)
    findings: list[RawFinding]
    rules: list[str]
    incomplete_namespaces: list[str]
    waivers: RawWaivers


def parsed(value: object) -> RawResult:
    """Return an engine's answer.

    Raises:
        EngineError: If it hasn't the shape.
    """
    try:
        return RawResult.model_validate(value)
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in detail["loc"])
        raise EngineError(f"the engine's result is not one: {where}: {detail['msg']}") from None
