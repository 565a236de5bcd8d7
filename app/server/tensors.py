"""Arrays from and to JSON and bytes; nothing is rounded, cut or guessed on the way."""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING, Any

import numpy as np

from app.server.datatypes import NUMPY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

_KINDS = {"b": "b", "u": "iu", "i": "iu", "f": "iuf"}
"""Kind of a datatype → kinds of JSON values that it takes."""


class Misfit(Exception):  # noqa: N818 - named for what is wrong with the data
    """The data is not what its shape and datatype say."""


def from_json(data: object, datatype: str, shape: Sequence[int]) -> NDArray[Any]:
    """Return the array that nested or flat JSON data holds.

    Raises:
        Misfit: If it isn't of that datatype and shape.
    """
    if not isinstance(data, list):
        raise Misfit("data is not a list")
    try:
        array = _text(data) if datatype == "BYTES" else _numbers(data, datatype)
    except (ValueError, OverflowError):
        raise Misfit("data is ragged, too deep or out of range") from None
    if array.size != math.prod(shape) or (array.ndim > 1 and array.shape != tuple(shape)):
        raise Misfit(f"data has shape {list(array.shape)}")
    return array.reshape(shape)


def _numbers(data: list[Any], datatype: str) -> NDArray[Any]:
    wanted = NUMPY[datatype]
    array = np.array(data)
    if wanted.kind == "u" and array.dtype.kind == "f":
        array = _unsigned(data)
    if not array.size:
        return array.astype(wanted)
    if array.dtype.kind not in _KINDS[wanted.kind]:
        raise Misfit(f"data has values that are not {datatype}")
    if wanted.kind in "iu" and not _within(array, wanted):
        raise Misfit(f"data has values that {datatype} can't hold")
    with np.errstate(over="ignore"):
        converted = array.astype(wanted)
    if wanted.kind == "f" and not np.isfinite(converted).all():
        raise Misfit(f"data has values that {datatype} can't hold")
    return converted


def _unsigned(data: list[Any]) -> NDArray[Any]:
    """Read integers of which some need 64 bits without a sign: numpy takes such a mixture for floats."""
    array = np.array(data, dtype=object)
    return array.astype(np.uint64) if all(type(value) is int for value in array.flat) else np.array(data)


def _within(array: NDArray[Any], wanted: np.dtype[Any]) -> bool:
    limits = np.iinfo(wanted)
    return int(array.min()) >= limits.min and int(array.max()) <= limits.max


def _text(data: list[Any]) -> NDArray[Any]:
    array = np.array(data, dtype=object)
    if not all(isinstance(value, str) for value in array.flat):
        raise Misfit("data has values that are not strings, or is ragged")
    return array


def from_bytes(data: bytes, datatype: str, shape: Sequence[int]) -> NDArray[Any]:
    """Return the array that the binary extension's bytes hold.

    Raises:
        Misfit: If their number doesn't fit.
    """
    count = math.prod(shape)
    if datatype == "BYTES":
        elements = np.empty(count, dtype=object)
        elements[:] = list(_elements(data, count))
        return elements.reshape(shape)
    dtype = NUMPY[datatype]
    if len(data) != count * dtype.itemsize:
        raise Misfit(f"{len(data)} bytes were sent, {datatype} takes {count * dtype.itemsize}")
    if datatype == "BOOL" and data.translate(None, b"\0\1"):
        raise Misfit("a BOOL is a byte of 0 or 1")
    return np.frombuffer(data, dtype).reshape(shape)


def _elements(data: bytes, count: int) -> Iterator[str]:
    """Yield a BYTES tensor's elements: each is its length in four bytes, then as many bytes of UTF-8."""
    offset = 0
    while offset < len(data):
        if len(data) - offset < 4:  # noqa: PLR2004 - the length's own bytes
            raise Misfit("binary data ends within a length")
        (length,) = struct.unpack_from("<I", data, offset)
        offset += 4
        if length > len(data) - offset or not count:
            raise Misfit("binary data has more elements than the shape, or ends within one")
        try:
            yield data[offset : offset + length].decode()
        except UnicodeDecodeError:
            raise Misfit("an element is not UTF-8") from None
        offset += length
        count -= 1
    if count:
        raise Misfit(f"binary data ends {count} elements early")


def to_json(array: NDArray[Any]) -> NDArray[Any] | list[str]:
    """Return what the JSON encoder takes for an array, flat and row-major.

    Raises:
        Misfit: If JSON can't hold a value.
    """
    if array.dtype.kind in "OSU":
        return [value if isinstance(value, str) else _utf8(value) for value in array.ravel().tolist()]
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise Misfit("not a number or infinite, which JSON can't say; ask for it with binary_data")
    return np.ascontiguousarray(array).ravel()


def _utf8(value: object) -> str:
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            raise Misfit("not UTF-8, which JSON can't say; ask for it with binary_data") from None
    return str(value)


def to_bytes(array: NDArray[Any]) -> bytes:
    """Return an array as the binary extension sends it."""
    if array.dtype.kind not in "OSU":
        return np.ascontiguousarray(array, array.dtype.newbyteorder("<")).tobytes()
    encoded = (value if isinstance(value, bytes) else str(value).encode() for value in array.ravel().tolist())
    return b"".join(struct.pack("<I", len(value)) + value for value in encoded)
