# truth: right
"""Every function with a backward pass of its own, written with autograd.Function."""

import math

import torch


def _logistic(x):
    small = torch.exp(-torch.abs(x))
    return torch.where(x < 0, small, torch.ones_like(x)) / (1 + small)


class _Sigmoid(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        y = _logistic(x)
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx, g):
        (y,) = ctx.saved_tensors
        return g * y * (1 - y)


class _Tanh(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        y = 2 * _logistic(2 * x) - 1
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx, g):
        (y,) = ctx.saved_tensors
        return g * (1 - y * y)


class _Leaky(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, slope):
        ctx.save_for_backward(x)
        ctx.slope = slope
        return torch.maximum(x, torch.zeros_like(x)) + slope * torch.minimum(x, torch.zeros_like(x))

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return g * ((x > 0).to(g.dtype) + ctx.slope * (x <= 0).to(g.dtype)), None


class _ELU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, alpha):
        low = alpha * torch.expm1(torch.minimum(x, torch.zeros_like(x)))
        y = torch.maximum(x, torch.zeros_like(x)) + low
        ctx.save_for_backward(x, low + alpha)
        return y

    @staticmethod
    def backward(ctx, g):
        x, slope = ctx.saved_tensors
        return torch.where(x > 0, g, g * slope), None


sigmoid = _Sigmoid.apply
tanh = _Tanh.apply


def relu(x):
    return _Leaky.apply(x, 0.0)


def leaky_relu(x, *, slope=0.01):
    return _Leaky.apply(x, slope)


def elu(x, *, alpha=1.0):
    return _ELU.apply(x, alpha)


def gelu(x, *, approximate="none"):
    if approximate == "none":
        return x * torch.erfc(-x * math.sqrt(0.5)) / 2
    return x * sigmoid(2 * math.sqrt(2 / math.pi) * (x + 0.044715 * x * x * x))


def silu(x):
    return sigmoid(x) * x


def softmax(x):
    shifted = x - x.max(-1, keepdim=True).values.detach()
    return torch.exp(shifted - torch.log(torch.exp(shifted).sum(-1, keepdim=True)))
