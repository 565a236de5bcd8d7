"""The ground every typed part stands on: strict, frozen, camelCase in YAML; and the small types the parts share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

if TYPE_CHECKING:
    from collections.abc import Callable


class Part(BaseModel):
    """A typed part of a spec or of settings: unknown fields are refused and nothing changes after validation."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", frozen=True)


def refuse(what: str, fix: str, field: str = "") -> NoReturn:
    """Fail validation with what is wrong and the way out; ``field`` is relative to the part that is validated.

    Raises:
        PydanticCustomError: Always.
    """
    raise PydanticCustomError("refused", "{what}", {"what": what, "fix": fix, "field": field})


def _matches(pattern: str, what: str, fix: str) -> Callable[[str], str]:
    compiled = re.compile(pattern)

    def check(value: str) -> str:
        if not compiled.fullmatch(value):
            refuse(f"{value!r} is not {what}", fix)
        return value

    return check


def text(pattern: str, what: str, fix: str) -> tuple[AfterValidator, WithJsonSchema]:
    """Return the two halves of a textual type: the check with our words, and the pattern for editors."""
    schema = {"type": "string", "pattern": f"^({pattern})$"}
    return AfterValidator(_matches(pattern, what, fix)), WithJsonSchema(schema)


def number_as_text(value: object) -> object:
    """Take ``2`` for ``"2"``; refuse a float, because YAML has already lost how it was written."""
    if isinstance(value, float):
        refuse(f"{value!r} is a number, and numbers lose their last zeros (1.30 becomes 1.3)", "quote it")
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


_DNS_LABEL = text(
    r"[a-z]([-a-z0-9]{0,61}[a-z0-9])?",
    "a DNS label",
    "use 1 to 63 lower-case letters, digits and hyphens; a letter first, no hyphen last",
)
_MODEL_NAME = text(
    r"[a-z]([-a-z0-9]{0,48}[a-z0-9])?",
    "a DNS label of at most 50 characters",
    "use lower-case letters, digits and hyphens; a letter first, no hyphen last",
)
_HOST_NAME = text(
    r"([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)+[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?",
    "a DNS name",
    "write it in lower case with at least one dot, such as models.example.com",
)
_QUANTITY = text(
    r"[0-9]+(\.[0-9]{1,3})?(m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?",
    "a quantity",
    "write CPUs as 500m or 2, and bytes as 512Mi or 4Gi",
)
_LABEL_VALUE = text(
    r"[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?",
    "a label's value",
    "use at most 63 letters, digits, '-', '_' and '.', a letter or digit at both ends",
)
_LABEL_KEY = text(
    r"([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?",
    "a label's name",
    "write example.com/name, or a name alone, of letters, digits, '-', '_' and '.'",
)
_SECRET_KEY = text(r"[-._a-zA-Z0-9]{1,253}", "a key of a Secret", "use letters, digits, '-', '_' and '.'")

DnsLabel = Annotated[str, *_DNS_LABEL]
"""A name that Kubernetes accepts for a Service (RFC 1035)."""

ModelName = Annotated[str, *_MODEL_NAME]
"""A DNS label that leaves 13 of its 63 characters for the suffixes of pods and jobs."""

HostName = Annotated[str, *_HOST_NAME]
"""A fully qualified DNS name in lower case (RFC 1123)."""

Quantity = Annotated[str, BeforeValidator(number_as_text, json_schema_input_type=str | int), *_QUANTITY]
"""An amount in Kubernetes notation: ``500m`` or ``2`` CPUs, ``512Mi`` or ``4Gi`` bytes."""

LabelValue = Annotated[str, BeforeValidator(number_as_text, json_schema_input_type=str | int), *_LABEL_VALUE]
"""A value that Kubernetes accepts for a label; a number must be quoted if it has a fraction."""

LabelKey = Annotated[str, *_LABEL_KEY]
"""Name of a label or of a taint, with or without a prefix."""

Seconds = Annotated[int, Field(ge=0, le=86_400)]
"""A duration in whole seconds, at most a day."""


def _cannot_change(image: str) -> str:
    name, _, digest = image.partition("@")
    tag = name.rsplit("/", 1)[-1].partition(":")[2]
    if not digest and tag in {"", "latest"}:
        refuse(f"image {image!r} can change under a running model", "name a digest (@sha256:…) or a fixed tag")
    return image


_IMAGE = text(
    r"[a-z0-9][a-z0-9._:/-]*(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?(@sha256:[0-9a-f]{64})?",
    "an image reference",
    "write registry/repository:tag or registry/repository@sha256:<64 hex digits>",
)
Image = Annotated[str, *_IMAGE, AfterValidator(_cannot_change)]
"""A container image with a digest or a fixed tag."""


class SecretRef(Part):
    """A key of a Secret that exists in the model's namespace; the value itself is never written in a spec."""

    secret: DnsLabel
    """Name of the Secret."""
    key: Annotated[str, *_SECRET_KEY]
    """Key inside the Secret."""

    @model_validator(mode="before")
    @classmethod
    def _never_the_value(cls, data: object) -> object:
        if isinstance(data, str):
            refuse("a secret's value is written here", "refer to it: {secret: NAME, key: KEY}")
        return data


def merged(base: dict[str, Any], overlay: dict[str, Any]) -> dict[str, Any]:
    """Return ``base`` with ``overlay`` laid over it: mappings merge, everything else is replaced, null removes."""
    result = dict(base)
    for key, value in overlay.items():
        below = result.get(key)
        if value is None:
            result.pop(key, None)
        elif isinstance(value, dict):
            result[key] = merged(below if isinstance(below, dict) else {}, value)
        else:
            result[key] = value
    return result
