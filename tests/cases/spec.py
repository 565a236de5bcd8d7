"""The specs of the cases, and the objects that they are rendered to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from infra import addons, fit, serving, specs, tenancy
from infra.clouds import CLOUDS
from infra.errors import InputError, Place
from infra.validation import validate
from models.spec import ModelSpec
from tests.cases.stack import settings

if TYPE_CHECKING:
    from infra.manifest import Manifest

_FILES = {Path(one.file).stem: one for one in specs.load(Path(__file__).parent, ["prod"])}
CASES = sorted(_FILES)
"""Names of the cases with a spec, as the originals' files are called."""


def written(case: str) -> dict[str, Any]:
    """Return the spec of a case as it is written."""
    return _FILES[case].base


def refusals(case: str, data: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return why a spec can't be had on the stack of a case: the field, what is wrong with it, and the way out."""
    try:
        spec = validate(ModelSpec, data, lambda _: Place(case, 1))
        problems = fit.problems(spec, {}, settings(case), lambda *_: Place(case, 1))
    except InputError as error:
        problems = list(error.problems)
    return [(problem.field, problem.what, problem.fix) for problem in problems]


def rendered(case: str, tenant: str = "models") -> list[Manifest]:
    """Return the objects of the case's model in the tenant's namespace."""
    on = settings(case, tenant)
    (loaded,) = specs.resolve([_FILES[case]], on)
    return list(serving.model(loaded.spec, on).manifests)


def whole_stack(case: str) -> list[Manifest]:
    """Return the objects of a stack with the case's model alone."""
    on = settings(case)
    platform = [*tenancy.tenants(on), *addons.components(on, CLOUDS[on.cloud])]
    return [*(manifest for one in platform for manifest in one.manifests), *rendered(case)]
