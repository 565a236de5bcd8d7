"""Which controller's Gateway a stack uses, and where its requests come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.clouds.gateway import Entrance, GatewayFacts
from infra.tenancy import in_namespace

if TYPE_CHECKING:
    from infra.clouds.cloud import Cloud
    from infra.manifest import Manifest
    from infra.settings import Settings

NAMESPACE = "gateway"
"""Namespace of the stack's own Gateway."""


def facts_of(settings: Settings, cloud: Cloud) -> GatewayFacts:
    """Return what is known of the controller: much of the cloud's own, of another only what the settings say."""
    config = settings.addons.gateway
    name = config.class_name if config else None
    if config is None or name is None or name in cloud.gateway.classes:
        return cloud.gateway
    entrance = Entrance(subnets="" if config.namespace else "where the class's controller sends from")
    return GatewayFacts(internal=name, public=name, classes={name: entrance}, namespace=config.namespace)


def class_of(settings: Settings, cloud: Cloud) -> str:
    """Return the GatewayClass of the stack's Gateway."""
    config, facts = settings.addons.gateway, facts_of(settings, cloud)
    named = config.class_name if config else None
    return named or (facts.public if config and config.internet else facts.internal)


def unnamed_subnets(settings: Settings, cloud: Cloud) -> str:
    """Return what the settings must name for models to let requests in, and don't; empty where nothing is missing."""
    config, facts = settings.addons.gateway, facts_of(settings, cloud)
    entrance = facts.classes[class_of(settings, cloud)]
    return "" if config and config.source_cidrs else entrance.subnets


def callers(settings: Settings, cloud: Cloud, namespace: str = NAMESPACE) -> list[Manifest]:
    """Return where a gateway's requests come from: its pods, or the addresses of a load balancer.

    Args:
        settings: The stack.
        cloud: Its cloud.
        namespace: The Gateway's namespace, where some controllers make the pods.
    """
    config, facts = settings.addons.gateway, facts_of(settings, cloud)
    if facts.proxies:
        return [in_namespace(namespace)]
    if facts.namespace:
        return [in_namespace(facts.namespace)]
    entrance = facts.classes[class_of(settings, cloud)]
    return [{"ipBlock": {"cidr": cidr}} for cidr in (*entrance.sources, *(config.source_cidrs if config else ()))]
