"""What an add-on is: a part of the platform that a key of the settings turns on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from infra.manifest import Component, in_apply_order

if TYPE_CHECKING:
    from collections.abc import Callable

    from infra.addon_settings import Addons
    from infra.clouds.cloud import Cloud
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.settings import Settings

Config = TypeVar("Config")


@dataclass(frozen=True, slots=True)
class Addon(Generic[Config]):
    """One add-on: where its settings are, and how its objects are built."""

    name: str
    """Also the name of its component and so of its rendered file."""
    config: Callable[[Addons], Config | None]
    """Its part of the settings; None where it is off."""
    build: Callable[[Settings, Cloud, Config], list[Manifest]]
    sources: Sources = field(default_factory=dict)
    """(kind, JSON pointer prefix) → field of the settings."""

    def component(self, settings: Settings, cloud: Cloud) -> Component | None:
        """Return its objects in apply order, or None where it is off."""
        config = self.config(settings.addons)
        if config is None:
            return None
        return Component("platform", self.name, in_apply_order(self.build(settings, cloud, config)), self.sources)
