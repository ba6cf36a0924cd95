"""The trusted end of the wire: whatever bytes come, a message or the one error."""

from __future__ import annotations

import contextlib
import json
import os
import struct
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grader.cell.channel import Channel
from grader.sandbox.wire import DTYPES, Decoder, Message, WireError, encode

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
