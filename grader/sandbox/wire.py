"""The trusted end of the wire: frames of JSON and plain arrays, every size checked before it is believed.

A frame is a 4-byte big-endian length, that many bytes of JSON `{"body": {...}, "arrays": [{"dtype",
"shape"}, ...]}`, then the arrays' bytes in C order, little-endian, one after another. The other end
is `grader/cell/channel.py`, which shares no code with this one: the two sides of the wall never
import each other.
"""

from __future__ import annotations

import json
import math
import re
import struct
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

_PLAIN = ("bool", "uint8", "int8", "int16", "int32", "int64", "float16", "float32", "float64")
DTYPES = {name: np.dtype(name) for name in (*_PLAIN, "complex64", "complex128")}

MAX_HEADER = 8 << 20
# Commas and opening brackets of a header: a value takes some hundred bytes and may be written in two.
MAX_VALUES = 1 << 18
MAX_ARRAYS = 4096
MAX_DIMENSIONS = 16
MAX_FRAME = 512 << 20
MAX_DEPTH = 32

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
Array = NDArray[np.generic]


class WireError(Exception):
    """The bytes are not a frame this end accepts: the only thing decoding raises."""


@dataclass(frozen=True, slots=True)
class Message:
    """One frame: a JSON object and the arrays that go with it."""

    body: dict[str, Json]
    arrays: tuple[Array, ...] = ()


@dataclass(frozen=True, slots=True)
class _Header:
    body: dict[str, Json]
    layouts: tuple[tuple[np.dtype[np.generic], tuple[int, ...]], ...]
    payload: int


def encode(message: Message) -> bytes:
    """The frame of a message of ours. Arrays of any layout are sent contiguous."""
    arrays = [np.asarray(array, order="C") for array in message.arrays]
    layouts = [{"dtype": array.dtype.name, "shape": list(array.shape)} for array in arrays]
    header = json.dumps({"body": message.body, "arrays": layouts}).encode()
    return b"".join(
        (struct.pack(">I", len(header)), header, *(array.tobytes() for array in arrays))
    )


@dataclass(slots=True)
class Decoder:
    """Turns a stream of bytes from a cell into messages, holding at most `max_frame` bytes of it."""

    max_frame: int = MAX_FRAME
    _buffer: bytearray = field(default_factory=bytearray)
    _header: _Header | None = None

    def feed(self, data: bytes) -> list[Message]:
        """The messages that `data` completes, in order. Raises WireError; the stream is then dead."""
        self._buffer += data
        messages = []
        while (message := self._next()) is not None:
            messages.append(message)
        return messages

    def _next(self) -> Message | None:
        if self._header is None:
            if len(self._buffer) < 4:
                return None
            (length,) = struct.unpack_from(">I", self._buffer)
            if length > min(MAX_HEADER, self.max_frame):
                raise WireError(f"a header of {length} bytes")
            if len(self._buffer) < 4 + length:
                return None
            self._header = _read_header(bytes(self._buffer[4 : 4 + length]), self.max_frame)
            del self._buffer[: 4 + length]
        if len(self._buffer) < self._header.payload:
            return None
        header, self._header = self._header, None
        return Message(header.body, _read_arrays(header, self._take(header.payload)))

    def _take(self, size: int) -> bytearray:
        """The first bytes of the buffer, by copying the smaller of its two parts."""
        if 2 * size < len(self._buffer):
            taken = self._buffer[:size]
            del self._buffer[:size]
            return taken
        taken, self._buffer = self._buffer, self._buffer[size:]
        del taken[size:]
        return taken


def _read_header(data: bytes, max_frame: int) -> _Header:
    try:
        # As text, because json would guess at UTF-16 and UTF-32, where brackets are not what they
        # seem to `_depth`.
        text = data.decode("utf-8")
        opened = data.count(b"[") + data.count(b"{")
        if opened + data.count(b",") > MAX_VALUES:
            raise WireError("JSON of too many values")
        if opened > MAX_DEPTH and _depth(data) > MAX_DEPTH:
            raise WireError("JSON nested too deep")
        document = json.loads(text, parse_int=_bounded_int)
    except (ValueError, RecursionError) as error:
        raise WireError("a header that is not JSON") from error
    if not isinstance(document, dict) or set(document) != {"body", "arrays"}:
        raise WireError("a header without body and arrays")
    body, arrays = document["body"], document["arrays"]
    if not isinstance(body, dict) or not isinstance(arrays, list) or len(arrays) > MAX_ARRAYS:
        raise WireError("a header of the wrong shape")
    layouts = tuple(_read_layout(entry) for entry in arrays)
    payload = sum(dtype.itemsize * math.prod(shape) for dtype, shape in layouts)
    if payload > max_frame:
        raise WireError(f"a frame of {payload} bytes")
    return _Header(body, layouts, payload)


def _bounded_int(digits: str) -> int:
    if len(digits) > 20:
        raise WireError("a number too long to be one")
    return int(digits)


_STRINGS_AND_BRACKETS = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)


def _depth(data: bytes) -> int:
    """The deepest nesting of brackets outside strings."""
    depth = deepest = 0
    for token in _STRINGS_AND_BRACKETS.finditer(data):
        first = data[token.start()]
        if first in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif first in b"]}":
            depth -= 1
    return deepest


def _read_layout(entry: object) -> tuple[np.dtype[np.generic], tuple[int, ...]]:
    if not isinstance(entry, dict) or set(entry) != {"dtype", "shape"}:
        raise WireError("an array without dtype and shape")
    dtype, shape = entry["dtype"], entry["shape"]
    if not isinstance(dtype, str) or dtype not in DTYPES:
        raise WireError("an array of an unknown dtype")
    if not isinstance(shape, list) or len(shape) > MAX_DIMENSIONS:
        raise WireError("an array of too many dimensions")
    if not all(type(size) is int and 0 <= size <= MAX_FRAME for size in shape):
        raise WireError("an array of an impossible shape")
    # An array without elements may have sides as long as it likes, but numpy multiplies them.
    if math.prod(size or 1 for size in shape) > MAX_FRAME:
        raise WireError("an array of an impossible shape")
    return DTYPES[dtype], tuple(shape)


def _read_arrays(header: _Header, payload: bytearray) -> tuple[Array, ...]:
    arrays = []
    offset = 0
    for dtype, shape in header.layouts:
        size = math.prod(shape)
        array = np.frombuffer(payload, dtype, count=size, offset=offset).reshape(shape)
        arrays.append(array)
        offset += dtype.itemsize * size
    return tuple(arrays)
