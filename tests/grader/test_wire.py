"""The trusted end of the wire: whatever bytes come, a message or the one error."""

from __future__ import annotations

import contextlib
import json
import os
import struct
import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grader.cell.channel import Channel
from grader.sandbox.wire import DTYPES, MAX_VALUES, Decoder, Message, WireError, encode

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
BODIES = st.dictionaries(st.text(max_size=8), JSON, max_size=4)
ARRAYS = st.lists(
    st.sampled_from(sorted(DTYPES)).flatmap(
        lambda name: arrays.arrays(
            DTYPES[name], arrays.array_shapes(min_dims=0, min_side=0, max_side=4)
        )
    ),
    max_size=3,
)


def frame(header: object, payload: bytes = b"") -> bytes:
    data = json.dumps(header).encode()
    return struct.pack(">I", len(data)) + data + payload


@given(BODIES, ARRAYS, st.integers(1, 64))
def test_what_is_encoded_is_decoded_however_it_is_cut(
    body: dict, given_arrays: list, size: int
) -> None:
    data = encode(Message(body, tuple(given_arrays))) * 2
    decoder = Decoder()
    messages = [
        m for start in range(0, len(data), size) for m in decoder.feed(data[start : start + size])
    ]
    assert [message.body for message in messages] == [body, body]
    for sent, received in zip(given_arrays, messages[1].arrays, strict=True):
        assert sent.dtype == received.dtype
        assert sent.tobytes() == received.tobytes()


@given(st.binary(max_size=400))
def test_no_bytes_raise_anything_but_the_one_error(data: bytes) -> None:
    decoder = Decoder(max_frame=1 << 16)
    with contextlib.suppress(WireError):
        decoder.feed(data)


def mutated(data: bytes, changes: list[tuple[int, int]]) -> bytes:
    """The data with some bytes changed."""
    changed = bytearray(data)
    for position, value in changes:
        if changed:
            changed[position % len(changed)] = value
    return bytes(changed)


@given(
    BODIES,
    ARRAYS,
    st.lists(st.tuples(st.integers(0, 1 << 16), st.integers(0, 255)), max_size=6),
    st.binary(max_size=40),
)
def test_no_frame_gone_wrong_raises_anything_but_the_one_error(
    body: dict, given_arrays: list, changes: list[tuple[int, int]], behind: bytes
) -> None:
    data = mutated(encode(Message(body, tuple(given_arrays))), changes) + behind
    decoder = Decoder(max_frame=1 << 16)
    with contextlib.suppress(WireError):
        for start in range(0, len(data), 7):
            decoder.feed(data[start : start + 7])


VALUES = st.sampled_from(
    [
        b"{}",
        b"[]",
        b"[0]",
        b'""',
        b"1.5",
        b"-0",
        b"1e999",
        b"NaN",
        b"null",
        '"🙂"'.encode(),
        b'"\\ud800"',
    ]
)


@given(VALUES, st.integers(0, 400_000), st.integers(0, 1 << 16), st.binary(max_size=64))
@settings(deadline=None, max_examples=40)
def test_no_bytes_allocate_more_than_the_cap(
    value: bytes, times: int, payload: int, behind: bytes
) -> None:
    header = b'{"body":{"a":[' + b",".join([value] * times) + b"]},"
    header += b'"arrays":[{"dtype":"uint8","shape":[%d]}]}' % payload
    data = struct.pack(">I", len(header)) + header + behind
    decoder = Decoder(max_frame=1 << 16)
    tracemalloc.start()
    try:
        with contextlib.suppress(WireError):
            decoder.feed(data)
        # The bytes themselves, once as they came and once as text, and what they stand for.
        assert tracemalloc.get_traced_memory()[1] < 3 * len(data) + 160 * MAX_VALUES
    finally:
        tracemalloc.stop()


def test_arrays_are_not_held_twice() -> None:
    data = encode(Message({}, (np.ones(4 << 20),)))
    chunks = [data[start : start + (1 << 20)] for start in range(0, len(data), 1 << 20)]
    decoder = Decoder(max_frame=1 << 30)
    tracemalloc.start()
    try:
        messages = [message for chunk in chunks for message in decoder.feed(chunk)]
        assert tracemalloc.get_traced_memory()[1] < 1.3 * len(data)
    finally:
        tracemalloc.stop()
    assert messages[0].arrays[0].sum() == 4 << 20


def test_many_small_frames_cost_no_more_than_their_bytes() -> None:
    """Counted, not timed: each byte is copied a few times, however many frames it comes in."""

    class Counting(bytearray):
        copied = 0

        def __getitem__(self, key: Any) -> Any:
            found = super().__getitem__(key)
            if isinstance(key, slice):
                Counting.copied += len(found)
                return Counting(found)
            return found

    data = encode(Message({}, (np.ones(3, np.uint8),))) * 2000
    decoder = Decoder()
    decoder._buffer = Counting()
    assert len(decoder.feed(data)) == 2000
    assert Counting.copied < 4 * len(data)


@given(st.recursive(JSON, lambda inner: st.fixed_dictionaries({"body": inner, "arrays": inner})))
def test_no_header_raises_anything_but_the_one_error(header: object) -> None:
    with contextlib.suppress(WireError):
        Decoder(max_frame=1 << 16).feed(frame(header, bytes(64)))


def layout(dtype: object = "float32", shape: object = (1,)) -> object:
    return {"body": {}, "arrays": [{"dtype": dtype, "shape": shape}]}


@pytest.mark.parametrize(
    "header",
    [
        layout(dtype="object"),
        layout(dtype="O"),
        layout(dtype=["float32"]),
        layout(shape=[-1]),
        layout(shape=[-1, -1]),
        layout(shape=[2**40]),
        layout(shape=[2**20, 2**20, 2**20]),
        layout(shape=[0, 2**29, 2**29, 2**29]),
        layout(shape=[True]),
        layout(shape=[1.0]),
        layout(shape=[1] * 17),
        layout(shape=3),
        {"body": [], "arrays": []},
        {"body": {}},
        {"body": {}, "arrays": [], "more": 1},
        [],
        None,
    ],
)
def test_a_header_that_lies_is_refused(header: object) -> None:
    with pytest.raises(WireError):
        Decoder().feed(frame(header))


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xff\xff\xff",
        frame("[" * 100_000),
        struct.pack(">I", 200_000) + b"[" * 200_000,
        struct.pack(">I", 30) + b'{"body":' + b"9" * 22,
        struct.pack(">I", 100_000) + b'{"body":{"a":' + b"1" * 99_984 + b"},}",
        struct.pack(">I", 2) + b"\xff\xfe",
        frame({"body": {"a": [0] * (MAX_VALUES + 1)}, "arrays": []}),
        struct.pack(">I", 52) + '{"body": {}, "arrays": []}'.encode("utf-16-le"),
    ],
)
def test_bombs_of_json_are_refused(data: bytes) -> None:
    with pytest.raises(WireError):
        Decoder().feed(data)


def test_a_giant_announced_is_not_allocated() -> None:
    tracemalloc.start()
    try:
        Decoder(max_frame=1 << 30).feed(frame(layout(shape=[2**27])))
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


@given(BODIES, ARRAYS)
def test_the_two_ends_of_the_wire_agree(body: dict, given_arrays: list) -> None:
    ours, theirs = os.pipe()
    back, forth = os.pipe()
    try:
        Channel(theirs).send(body, given_arrays)
        (message,) = Decoder().feed(os.read(ours, 1 << 16))
        os.write(forth, encode(message))
        received, received_arrays = Channel(back).receive()
    finally:
        for descriptor in (ours, theirs, back, forth):
            os.close(descriptor)
    assert received == body
    for sent, got in zip(given_arrays, received_arrays, strict=True):
        assert (sent.dtype, sent.shape, sent.tobytes()) == (got.dtype, got.shape, got.tobytes())


def test_the_cells_end_refuses_what_the_wire_does_not_carry() -> None:
    with pytest.raises(ValueError, match="carries no"):
        Channel(-1).send({}, [np.array(["text"])])
