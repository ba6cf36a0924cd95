"""Makes the names an assignment forbids raise a plain sentence, by whatever way they are reached.

Operators are replaced where torch dispatches them, so that functions, methods, modules and
`torch.ops` all meet the same refusal; functions and classes written in Python are changed in place,
so that a name bound earlier is changed too. Called before the learner's source is loaded.
"""

from __future__ import annotations

import ctypes
import importlib
import types
import warnings
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

import torch

from .solution import LearnerError

_KEYS = ("CPU", "CUDA", "CompositeImplicitAutograd", "CompositeExplicitAutograd",
         "CompositeExplicitAutogradNonFunctional", "AutogradCPU", "Autograd",
         "SparseCPU", "SparseCsrCPU", "QuantizedCPU", "MkldnnCPU", "Meta")  # fmt: skip
# The operators that compute the same under other names, so that an author need not list them.
_FAMILIES = {
    "sigmoid": "special_expit",
    "softmax": "_softmax special_softmax _safe_softmax",
    "log_softmax": "_log_softmax special_log_softmax",
    "gelu": "",
    "silu": "_nested_silu",
    "relu": "relu6 clamp_min threshold hardtanh",
    "leaky_relu": "rrelu rrelu_with_noise",
    "prelu": "_prelu_kernel",
    "elu": "celu selu",
    "celu": "elu selu",
    "selu": "elu celu",
    "softplus": "",
    "logsumexp": "special_logsumexp",
    "conv1d": "convolution _convolution convolution_overrideable thnn_conv2d mkldnn_convolution",
    "conv2d": "convolution _convolution convolution_overrideable thnn_conv2d _slow_conv2d_forward"
    " mkldnn_convolution conv1d conv3d conv_transpose2d _conv_depthwise2d conv_tbc slow_conv3d",
    "max_pool2d": "max_pool2d_with_indices adaptive_max_pool2d fractional_max_pool2d max_pool3d"
    " max_pool3d_with_indices max_pool1d max_pool1d_with_indices quantized_max_pool2d",
    "avg_pool2d": "adaptive_avg_pool2d _adaptive_avg_pool2d avg_pool1d avg_pool3d"
    " adaptive_avg_pool1d",
    "batch_norm": "native_batch_norm _native_batch_norm_legit cudnn_batch_norm _batch_norm_impl_index"
    " _native_batch_norm_legit_no_training _batch_norm_with_update instance_norm"
    " _native_batch_norm_legit_functional _batch_norm_no_update",
    "layer_norm": "native_layer_norm group_norm native_group_norm _fused_rms_norm rms_norm",
    "mse_loss": "",
    "l1_loss": "",
    "huber_loss": "smooth_l1_loss",
    "smooth_l1_loss": "huber_loss",
    "cross_entropy_loss": "nll_loss nll_loss_nd nll_loss_forward nll_loss2d nll_loss2d_forward",
    "nll_loss": "nll_loss_nd nll_loss_forward nll_loss2d nll_loss2d_forward cross_entropy_loss",
    "binary_cross_entropy": "binary_cross_entropy_with_logits",
    "binary_cross_entropy_with_logits": "binary_cross_entropy",
    "scaled_dot_product_attention": "_scaled_dot_product_attention_math"
    " _scaled_dot_product_flash_attention_for_cpu _native_multi_head_attention",
    "lstm_cell": "lstm _thnn_fused_lstm_cell mkldnn_rnn_layer quantized_lstm_cell",
    "gru_cell": "gru _thnn_fused_gru_cell quantized_gru_cell",
    "rnn_tanh_cell": "rnn_tanh rnn_relu rnn_relu_cell",
    "cross_entropy": "cross_entropy_loss nll_loss nll_loss_nd nll_loss_forward nll_loss2d"
    " nll_loss2d_forward",
}  # fmt: skip
_DISPATCH_LIBRARY: Callable[..., Any] = torch._C._dispatch_library


def forbid(names: Iterable[str]) -> None:
    """Refuses every name: an operator's (`gelu`), or a dotted path (`torch.nn.Sigmoid`).

    A name that torch does not have is passed over: an author's list may serve several versions.
    """
    listed = list(names)
    operators = {"": ""}
    for name in listed:
        last = name.rpartition(".")[2]
        if "." in name:
            _forbid_path(name)
        else:
            _forbid_everywhere(last)
        for operator in (last, *_FAMILIES.get(last, "").split()):
            operators.setdefault(operator, last)
    del operators[""]
    for operator, name in operators.items():
        _forbid_operator(operator, name)


def _forbid_everywhere(name: str) -> None:
    """The usual homes of a function of that name, and the classes of `torch.nn` around it."""
    for home in ("torch.nn.functional", "torch", "torch.special"):
        _forbid_path(f"{home}.{name}")


def _forbid_path(path: str) -> None:
    home, _, name = path.rpartition(".")
    try:
        owner = importlib.import_module(home)
    except ImportError:
        try:
            module, _, kind = home.rpartition(".")
            owner = getattr(importlib.import_module(module), kind)
        except (ImportError, AttributeError, ValueError):
            return
    found = getattr(owner, name, None)
    if isinstance(found, types.FunctionType):
        _refuse_in_place(found, path)
    elif isinstance(found, type):
        _refuse_class(found, path)


def _refuse_in_place(function: types.FunctionType, path: str) -> None:
    """Changes the function's own code, so that every name it is bound to is changed."""
    if function.__closure__:
        return
    namespace: dict[str, Any] = {}
    exec(
        f"def refused(*args, **kwargs):\n    raise __import__({_HERE!r}, fromlist=['x'])"
        f".refusal({path!r})",
        namespace,
    )
    function.__code__ = namespace["refused"].__code__
    function.__defaults__ = function.__kwdefaults__ = None


def _refuse_class(kind: type, path: str) -> None:
    def refused(self: object, *args: object, **kwargs: object) -> NoReturn:
        raise refusal(path)

    try:
        kind.__init__ = refused  # type: ignore[misc]
    except TypeError:  # A type of C's cannot be changed; what it computes is an operator.
        return


def _forbid_operator(operator: str, name: str) -> None:
    for variant in (operator, f"{operator}_", f"{operator}_backward", f"{operator}_backward_"):
        packet = getattr(torch.ops.aten, variant, None)
        if packet is None:
            continue
        for overload in packet.overloads():
            full = f"aten::{variant}" + ("" if overload == "default" else f".{overload}")
            _override(full, name)


def _override(full: str, name: str) -> None:
    def refused(*args: object, **kwargs: object) -> NoReturn:
        raise refusal(name)

    if not torch._C._dispatch_has_kernel(full):
        return  # A variant for plain numbers, which the dispatcher never sees.
    for key in _KEYS:
        if torch._C._dispatch_has_kernel_for_dispatch_key(full, key):
            library = _DISPATCH_LIBRARY("IMPL", "aten", key)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                library.impl(full.removeprefix("aten::"), key, refused)
            # Destroying it would bring the operator back: it is held by nothing that can be found.
            ctypes.pythonapi.Py_IncRef(ctypes.py_object(library))


def refusal(name: str) -> LearnerError:
    """The sentence for whoever calls what they were asked to write."""
    return LearnerError(
        f"`{name}` is forbidden in this assignment: write out what it computes yourself."
    )


_HERE = __name__
