"""What a stack installs besides models: one add-on a module, each named in ``ADDONS``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from infra.addons.gateway import GATEWAY
from infra.addons.nvidia_device_plugin import NVIDIA_DEVICE_PLUGIN
from infra.addons.prometheus import PROMETHEUS

if TYPE_CHECKING:
    from infra.addons.addon import Addon
    from infra.clouds.cloud import Cloud
    from infra.manifest import Component
    from infra.settings import Settings

ADDONS: tuple[Addon[Any], ...] = (NVIDIA_DEVICE_PLUGIN, PROMETHEUS, GATEWAY)


def components(settings: Settings, cloud: Cloud) -> list[Component]:
    """Return the components of the add-ons that the settings turn on."""
    built = (addon.component(settings, cloud) for addon in ADDONS)
    return [component for component in built if component is not None]
