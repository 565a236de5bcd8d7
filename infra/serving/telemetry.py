"""Where traces go: the collector of the stack, told by the environment that every OpenTelemetry library reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.serving.series import number
from infra.tenancy import in_namespace

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.serving.target import Target
    from infra.surroundings import Otlp


def environment(target: Target) -> dict[str, str]:
    """Return the server's variables, for a server that sends traces; the spec's own ones are stronger."""
    otlp = collector(target)
    if otlp is None:
        return {}
    spec = target.spec
    about = {"service.version": spec.version, "service.namespace": target.namespace, "slipway.owner": spec.owner}
    return {
        "OTEL_EXPORTER_OTLP_ENDPOINT": otlp.endpoint,
        "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
        "OTEL_SERVICE_NAME": target.name,
        "OTEL_RESOURCE_ATTRIBUTES": ",".join(f"{name}={value}" for name, value in about.items()),
        "OTEL_TRACES_SAMPLER": "parentbased_traceidratio",
        "OTEL_TRACES_SAMPLER_ARG": number(otlp.sample_percent / 100),
    }


def destinations(target: Target) -> list[Manifest]:
    """Return the egress rule to the collector, for a server that sends traces."""
    otlp = collector(target)
    if otlp is None:
        return []
    return [{"to": [in_namespace(otlp.namespace)], "ports": [{"protocol": "TCP", "port": otlp.port}]}]


def collector(target: Target) -> Otlp | None:
    """Return the stack's collector, if the server would send to it."""
    return target.settings.otlp if target.server.otlp else None
