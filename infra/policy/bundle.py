"""The policy bundle: rules, thresholds and waivers as they lie in ``policies/``, read once and handed to any engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from infra import yaml_load
from infra.errors import EngineError, InputError
from infra.policy.annotations import Rule, rule_in
from infra.policy.waivers import Waiver, waivers_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Bundle:
    """Everything that decides a verdict besides the objects."""

    modules: Mapping[str, str]
    """Rego files without tests: path inside the bundle → text."""
    data: Mapping[str, Any]
    """``data`` as OPA would load it: the content of ``<folder>/data.yaml`` stands at ``<folder>``."""
    rules: Mapping[str, Rule]
    """Code → rule, in the order of the codes."""
    waivers: Mapping[str, Waiver]

    def setting(self, key: str, environment: str) -> object:
        """Return a threshold for an environment, or None where there is none."""
        config = self.data.get("config", {})
        own = config.get("environments", {}).get(environment, {})
        return own.get(key, config.get("defaults", {}).get(key))


def load(folder: Path) -> Bundle:
    """Read the bundle.

    Raises:
        EngineError: If there is no rule in it, or a rule can't be read: nothing could be judged.
        InputError: If a waiver is wrong.
    """
    modules = {
        path.relative_to(folder).as_posix(): _read(path, folder)
        for path in sorted(folder.rglob("*.rego"))
        if not path.name.endswith("_test.rego")
    }
    found = [rule for path, text in modules.items() if (rule := rule_in(path, text))]
    if not found:
        raise EngineError(f"{folder.name}/: no rules, and a gate without rules would let everything pass")
    data = {
        path.parent.relative_to(folder).as_posix(): _data(path, folder) for path in sorted(folder.glob("*/data.yaml"))
    }
    rules = {rule.code: rule for rule in sorted(found, key=lambda rule: rule.code)}
    return Bundle(modules, data, rules, waivers_in(folder / "waivers" / "data.yaml", folder, rules))


def _read(path: Path, folder: Path) -> str:
    try:
        return yaml_load.read(path, shown=_name(path, folder))
    except InputError as error:
        raise EngineError(str(error)) from None


def _data(path: Path, folder: Path) -> dict[str, Any]:
    document = yaml_load.load_one(yaml_load.read(path, shown=_name(path, folder)), _name(path, folder))
    value: dict[str, Any] = document.value
    return value


def _name(path: Path, folder: Path) -> str:
    return f"{folder.name}/{path.relative_to(folder).as_posix()}"
