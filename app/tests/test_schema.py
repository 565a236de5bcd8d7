"""schemathesis, which is code of others, asks what a document of the protocol allows, and what it doesn't."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode, checks
from schemathesis.core.result import Ok

from app.server.config import Config, Model
from app.server.http import application
from app.server.serving import Serving

if TYPE_CHECKING:
    from app.tests.running import Running

OFFICIAL = schemathesis.openapi.from_path(Path(__file__).parent / "oip/rest.yaml")
CONFIG = Config(model=Model(name="m", version="1.2.0", path=Path("none")))
OWN = schemathesis.openapi.from_dict(application(Serving(CONFIG)).openapi())
NAMES = {"model_name": "m", "model_version": "1.2.0"}
MODEL_SPECIFIC = [checks.positive_data_acceptance]
"""A document that fits every model can't say which shapes and datatypes this one takes."""
SAME_EACH_TIME = settings(
    max_examples=50,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


FOUND = [found for document in (OFFICIAL, OWN) for found in document.get_all_operations()]
OPERATIONS = [found.ok() for found in FOUND if isinstance(found, Ok)]
CASES = [(one, mode) for one in OPERATIONS for mode in GenerationMode if one.body or mode is GenerationMode.POSITIVE]


# Not schemathesis' own parametrize: it makes subtests, and pytest-xdist loses those that fail.
@pytest.mark.parametrize(
    ("operation", "mode"), CASES, ids=[f"{index}-{one.label}-{mode.value}" for index, (one, mode) in enumerate(CASES)]
)
def test_a_document_of_the_protocol(operation: Any, mode: GenerationMode, plus_one: Running) -> None:  # noqa: ANN401
    @SAME_EACH_TIME
    @given(operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:  # noqa: ANN401 - schemathesis makes its types
        case.path_parameters = {name: NAMES[name.lower()] for name in case.path_parameters or {}}
        case.call_and_validate(base_url=f"http://127.0.0.1:{plus_one.port}", excluded_checks=MODEL_SPECIFIC)

    ask()


def test_every_operation_of_both_documents_is_asked() -> None:
    assert len(OPERATIONS) == len(FOUND) == 9 + 11
