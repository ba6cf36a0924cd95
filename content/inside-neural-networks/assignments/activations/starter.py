"""Eight activation functions to write out. Each takes a tensor and returns a new one of its shape."""

import torch


def sigmoid(x):
    # To do: this overflows far from zero, and with it the gradient.
    return 1 / (1 + torch.exp(-x))


def tanh(x):
    return torch.zeros_like(x)  # To do


def relu(x):
    return torch.zeros_like(x)  # To do


def leaky_relu(x, *, slope=0.01):
    return torch.zeros_like(x)  # To do


def elu(x, *, alpha=1.0):
    return torch.zeros_like(x)  # To do


def gelu(x, *, approximate="none"):
    return torch.zeros_like(x)  # To do: `approximate` is "none" or "tanh"


def silu(x):
    return torch.zeros_like(x)  # To do


def softmax(x):
    return torch.zeros_like(x)  # To do: over the last dimension
