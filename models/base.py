"""The ground every typed part stands on: strict, frozen, camelCase in YAML; and the small types the parts share."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel


class Part(BaseModel):
    """A typed part of a spec or of settings: unknown fields are refused and nothing changes after validation."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        extra="forbid",
        frozen=True,
        use_attribute_docstrings=True,
        validate_by_name=False,
        validate_default=False,
    )


def _number_as_text(value: object) -> object:
    """Take ``2`` for ``"2"``; a float is left to fail, because YAML has already lost how it was written."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _no_float(value: object) -> object:
    if isinstance(value, float):
        msg = f"{value!r} is a number, and numbers lose their last zeros (1.30 becomes 1.3); quote it"
        raise ValueError(msg)  # noqa: TRY004 - pydantic turns ValueError, not TypeError, into a field's error
    return value


_DNS_LABEL = r"^[a-z]([-a-z0-9]*[a-z0-9])?$"
_QUANTITY = r"^[0-9]+(\.[0-9]{1,3})?(m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?$"

DnsLabel = Annotated[str, Field(pattern=_DNS_LABEL, max_length=63)]
"""A name that Kubernetes accepts for a Service: lower-case letters, digits and hyphens, a letter first (RFC 1035)."""

HostName = Annotated[str, Field(pattern=r"^([a-z0-9]([-a-z0-9]*[a-z0-9])?\.)+[a-z0-9]([-a-z0-9]*[a-z0-9])?$", max_length=253)]
"""A DNS name with at least one dot, lower case (RFC 1123)."""

Quantity = Annotated[str, BeforeValidator(_number_as_text), Field(pattern=_QUANTITY)]
"""An amount in Kubernetes notation: ``500m`` or ``"2"`` CPUs, ``512Mi`` or ``4Gi`` bytes."""

Text = Annotated[str, BeforeValidator(_no_float), BeforeValidator(_number_as_text), Field(min_length=1)]
"""Text that people like to write without quotes, such as a version; a float is refused."""

LabelValue = Annotated[Text, Field(pattern=r"^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$", max_length=63)]
"""A value that Kubernetes accepts for a label."""

Seconds = Annotated[int, Field(ge=0, le=86_400)]
"""A duration in whole seconds, at most a day."""

Port = Annotated[int, Field(ge=1, le=65_535)]
"""A TCP port."""


def _pinned_or_tagged(image: str) -> str:
    name, _, digest = image.partition("@")
    tag = name.rsplit("/", 1)[-1].partition(":")[2]
    if not digest and (not tag or tag == "latest"):
        msg = f"image {image!r} can change under a running model; name a digest (@sha256:…) or a tag other than latest"
        raise ValueError(msg)
    return image


Image = Annotated[
    str,
    Field(pattern=r"^[a-z0-9][a-z0-9._:/-]*(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?(@sha256:[0-9a-f]{64})?$"),
    AfterValidator(_pinned_or_tagged),
]
"""A container image with a digest or a fixed tag."""


class SecretRef(Part):
    """A key of a Secret that exists in the model's namespace; the value itself is never written in a spec."""

    secret: DnsLabel
    """Name of the Secret."""
    key: Annotated[str, Field(pattern=r"^[-._a-zA-Z0-9]+$", max_length=253)]
    """Key inside the Secret."""


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
