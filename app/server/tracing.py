"""Traces, if they are asked for: a span for each request and one within it for the model, sent over OTLP."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import threading
from typing import TYPE_CHECKING

from app.server.logs import say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager

    from opentelemetry import trace
    from opentelemetry.sdk.trace import TracerProvider
    from starlette.types import Scope

    from app.server.config import Config

SPAN = "slipway.span"
"""Where a request's scope holds its span."""
_ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
_PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
_SPOKEN = "http/protobuf"
_FLUSH_SECONDS = 2.0
_FAILED = 500


class Span:
    """A request's span."""

    def __init__(self, tracer: trace.Tracer, span: trace.Span) -> None:
        """Keep what makes spans within it."""
        self._tracer = tracer
        self._span = span

    def fields(self) -> dict[str, str]:
        """Return the ids as the log has them."""
        context = self._span.get_span_context()
        return {"trace_id": f"{context.trace_id:032x}", "span_id": f"{context.span_id:016x}"}

    def part(self, name: str) -> AbstractContextManager[object]:
        """Return a span within this one, for as long as it is entered."""
        from opentelemetry.trace import set_span_in_context  # noqa: PLC0415 - there is a span, so it is loaded

        return self._tracer.start_as_current_span(name, set_span_in_context(self._span), record_exception=False)

    def end(self, name: str, status: int, attributes: Mapping[str, str | int]) -> None:
        """Give the span its name and outcome, and send it."""
        from opentelemetry.trace import StatusCode  # noqa: PLC0415 - as above

        self._span.update_name(name)
        self._span.set_attributes({**attributes})
        if status >= _FAILED:
            self._span.set_status(StatusCode.ERROR)
        self._span.end()


class Tracing:
    """What makes spans; loaded only where there is a place to send them to."""

    def __init__(self, provider: TracerProvider) -> None:
        """Make spans with a provider."""
        from opentelemetry.trace import SpanKind  # noqa: PLC0415 - as above
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator  # noqa: PLC0415

        self._provider = provider
        self._tracer = provider.get_tracer("slipway")
        self._extract = TraceContextTextMapPropagator().extract
        self._kind = SpanKind.SERVER

    def request(self, headers: Mapping[str, str]) -> Span:
        """Begin a request's span, within the caller's if its W3C headers name one."""
        return Span(self._tracer, self._tracer.start_span("request", self._extract(headers), self._kind))

    async def close(self) -> None:
        """Send what is left, for at most two seconds: a collector that doesn't answer must not hold up the end."""
        thread = threading.Thread(target=self._provider.shutdown, name="flush", daemon=True)
        thread.start()
        await asyncio.to_thread(thread.join, _FLUSH_SECONDS)


def part(scope: Scope, name: str) -> AbstractContextManager[object]:
    """Return a span within a request's, or nothing to speak of if it has none."""
    span: Span | None = scope.get(SPAN)
    return span.part(name) if span else contextlib.nullcontext()


def start(config: Config) -> Tracing | None:
    """Return what makes spans if the configuration, or OpenTelemetry's own environment, says where they go."""
    if not _wanted(config, os.environ):
        return None
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - big
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
    from opentelemetry.sdk.trace.sampling import ParentBasedTraceIdRatio  # noqa: PLC0415

    ours = config.tracing
    sampler = ParentBasedTraceIdRatio(ours.sample_ratio) if ours else None
    provider = TracerProvider(sampler, Resource.create(_attributes(config, os.environ)), shutdown_on_exit=False)
    endpoint = f"{ours.endpoint.rstrip('/')}/v1/traces" if ours else None
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint)))
    return Tracing(provider)


def _wanted(config: Config, environment: Mapping[str, str]) -> bool:
    if environment.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return False
    if config.tracing:
        return True
    named = any(environment.get(name) for name in _ENDPOINTS)
    exporter = environment.get("OTEL_TRACES_EXPORTER", "otlp" if named else "none")
    if exporter != "otlp":
        return False
    protocol = next((environment[name] for name in _PROTOCOLS if environment.get(name)), _SPOKEN)
    if protocol != _SPOKEN:
        say(
            logging.ERROR,
            "no traces",
            reason=f"OTLP is spoken over {_SPOKEN} only, and the environment says {protocol}",
        )
    return protocol == _SPOKEN


def _attributes(config: Config, environment: Mapping[str, str]) -> dict[str, str]:
    """Return what names this server, where the environment doesn't."""
    named = "OTEL_SERVICE_NAME" in environment or "service.name=" in environment.get("OTEL_RESOURCE_ATTRIBUTES", "")
    model = config.model
    return {"slipway.model.version": model.version, **({} if named else {"service.name": model.name})}
