from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.tests import models
from app.tests.running import Running, running

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server whose model returns what it is given, in every datatype."""
    folder = tmp_path_factory.mktemp("everything")
    with running(folder, models.everything(folder / "model.onnx"), model={"name": "everything"}) as server:
        server.until("model loaded")
        yield server


@pytest.fixture(scope="session")
def plus_one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that adds one to rows of four."""
    folder = tmp_path_factory.mktemp("plus-one")
    with running(folder, models.plus_one(folder / "model.onnx"), model={"name": "m"}) as server:
        server.until("model loaded")
        yield server
