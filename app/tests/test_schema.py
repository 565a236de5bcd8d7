"""schemathesis, which is code of others, asks what a document of the protocol allows, and what it doesn't."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import checks

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


@OFFICIAL.parametrize()
@SAME_EACH_TIME
def test_the_official_document(case: Any, plus_one: Running) -> None:  # noqa: ANN401
    _call(case, plus_one)


@OWN.parametrize()
@SAME_EACH_TIME
def test_the_server_s_own_document(case: Any, plus_one: Running) -> None:  # noqa: ANN401
    _call(case, plus_one)


def _call(case: Any, server: Running) -> None:  # noqa: ANN401
    case.path_parameters = {name: NAMES[name.lower()] for name in case.path_parameters or {}}
    case.call_and_validate(base_url=f"http://127.0.0.1:{server.port}", excluded_checks=MODEL_SPECIFIC)
