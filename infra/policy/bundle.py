"""The policy bundle: rules, thresholds and waivers as they lie in ``policies/``, read once and handed to any engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from infra import yaml_load
from infra.errors import EngineError, InputError
from infra.policy.annotations import Rule, Severity, rule_in
from infra.policy.waivers import Waiver, waivers_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_DATA = "/data.yaml"
RULES_DATA = "rules/data.yaml"
"""Written from the annotations for tools that read the folder without Slipway, and never read by it."""


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
    """Read the bundle from a folder.

    Raises:
        EngineError: If there is no rule in it, or a rule can't be read: nothing could be judged.
        InputError: If a waiver is wrong.
    """
    return bundle_of(files_in(folder), folder.name)


def files_in(folder: Path) -> dict[str, str]:
    """Return the files that decide a verdict: path inside the folder → text.

    Raises:
        EngineError: If one can't be read.
    """
    paths = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {name: _read(path, f"{folder.name}/{name}") for name, path in paths.items() if belongs(name)}


def belongs(name: str) -> bool:
    """Tell whether a file of the policies' folder decides a verdict."""
    if name.endswith(".rego"):
        return not name.endswith("_test.rego")
    return name.endswith(_DATA) and name.count("/") == 1 and name != RULES_DATA


def bundle_of(files: Mapping[str, str], folder: str) -> Bundle:
    """Return the bundle that these files are: path inside the bundle → text; ``folder`` is what problems call theirs.

    Raises:
        EngineError: As for load().
        InputError: As for load().
    """
    modules = {name: text for name, text in files.items() if name.endswith(".rego")}
    found = [rule for name, text in modules.items() if (rule := rule_in(name, text))]
    if not found:
        raise EngineError(f"{folder}/: no rules, and a gate without rules would let everything pass")
    rules = {rule.code: rule for rule in sorted(found, key=lambda rule: rule.code)}
    data = {
        name.removesuffix(_DATA): yaml_load.load_one(text, f"{folder}/{name}").value
        for name, text in files.items()
        if name.endswith(_DATA)
    }
    data["rules"] = {code: rule.as_data() for code, rule in rules.items()}
    return Bundle(modules, data, rules, _waivers(files, folder, rules, data))


def _waivers(
    files: Mapping[str, str], folder: str, rules: Mapping[str, Rule], data: Mapping[str, Any]
) -> dict[str, Waiver]:
    name = f"waivers{_DATA}"
    if name not in files:
        return {}
    longest = data.get("config", {}).get("waivers", {}).get("longest_days", {})
    if not all(isinstance(longest.get(severity), int) for severity in get_args(Severity)):
        raise EngineError(
            "data.config says nothing of how long a waiver may last\n"
            f"  fix: set waivers.longest_days for {', '.join(get_args(Severity))} in {folder}/config/data.yaml"
        )
    return waivers_in(files[name], f"{folder}/{name}", rules, longest)


def _read(path: Path, shown: str) -> str:
    try:
        return yaml_load.read(path, shown=shown)
    except InputError as error:
        raise EngineError(str(error)) from None
