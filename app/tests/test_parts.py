from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from app.server import cpu, logs, tensors
from app.server.datatypes import NUMPY

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

SHAPES = npst.array_shapes(min_dims=1, max_dims=3, max_side=4)

# A busy machine is no reason to fail.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _arrays(datatype: str) -> st.SearchStrategy[NDArray[np.generic]]:
    if datatype == "BYTES":
        return npst.arrays(object, SHAPES, elements=st.text(st.characters(codec="utf-8")), fill=st.nothing())
    return npst.arrays(NUMPY[datatype], SHAPES)


@PATIENT
@given(st.sampled_from(sorted(NUMPY)).flatmap(lambda name: st.tuples(st.just(name), _arrays(name))))
def test_bytes_there_and_back(case: tuple[str, NDArray[np.generic]]) -> None:
    datatype, array = case
    back = tensors.from_bytes(tensors.to_bytes(array), datatype, array.shape)
    np.testing.assert_array_equal(back, array)
    assert back.dtype == NUMPY[datatype]


@PATIENT
@given(st.sampled_from(sorted(NUMPY)).flatmap(lambda name: st.tuples(st.just(name), _arrays(name))))
def test_json_there_and_back_nested_or_flat(case: tuple[str, NDArray[np.generic]]) -> None:
    datatype, array = case
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        with pytest.raises(tensors.Misfit, match="which JSON can't say"):
            tensors.to_json(array)
        return
    for data in (array.tolist(), array.ravel().tolist()):
        back = tensors.from_json(json.loads(json.dumps(data)), datatype, array.shape)
        np.testing.assert_array_equal(back, array)
        assert back.dtype == NUMPY[datatype]


@pytest.mark.parametrize(
    ("datatype", "data"),
    [
        ("BOOL", [0]),
        ("BOOL", ["true"]),
        ("UINT8", [-1]),
        ("UINT8", [256]),
        ("INT8", [128]),
        ("INT32", [1.5]),
        ("INT64", [2**63]),
        ("INT64", [1.0]),
        ("INT64", [True]),
        ("UINT64", [2**64]),
        ("UINT64", [-1]),
        ("UINT64", [2**63, 1.5]),
        ("FP16", [70000]),
        ("FP32", [True]),
        ("BYTES", [1]),
        ("BYTES", [["a"]] * 2),
    ],
)
def test_a_value_that_its_datatype_does_not_hold_is_refused(datatype: str, data: list[object]) -> None:
    with pytest.raises(tensors.Misfit):
        tensors.from_json(data, datatype, [1] if len(data) == 1 else [3])


@pytest.mark.parametrize(
    ("data", "shape"),
    [
        (b"\1\0\0", [1]),
        (b"\5\0\0\0abcd", [1]),
        (b"\xff\xff\xff\xff", [1]),
        (b"\1\0\0\0a", [2]),
        (b"\1\0\0\0a", [0]),
        (b"\1\0\0\0\xff", [1]),
    ],
)
def test_damaged_bytes_elements_are_refused(data: bytes, shape: list[int]) -> None:
    with pytest.raises(tensors.Misfit):
        tensors.from_bytes(data, "BYTES", shape)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"cpu.max": "50000 100000\n"}, 1),
        ({"cpu.max": "150000 100000\n"}, 2),
        ({"cpu.max": "9900000 100000\n"}, 8),
        ({"cpu.max": "max 100000\n"}, 8),
        ({"cpu.max": "nonsense"}, 8),
        ({"cpu/cpu.cfs_quota_us": "200000", "cpu/cpu.cfs_period_us": "100000"}, 2),
        ({"cpu/cpu.cfs_quota_us": "-1", "cpu/cpu.cfs_period_us": "100000"}, 8),
        ({}, 8),
    ],
)
def test_threads_follow_the_quota(tmp_path: Path, files: dict[str, str], expected: int) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert cpu.threads(tmp_path, 8) == expected


@PATIENT
@given(st.text())
def test_a_log_line_is_json_whatever_it_says(text: str) -> None:
    record = logging.makeLogRecord({"msg": text, "levelname": "INFO", "name": "n", "fields": {"field": text}})
    line = json.loads(logs.Json().format(record))
    assert (line["message"], line["field"]) == (text, text)
