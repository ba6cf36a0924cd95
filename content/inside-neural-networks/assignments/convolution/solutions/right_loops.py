# truth: right
"""Loops over the kernel's positions; each adds one shifted picture."""

import torch
from torch import nn


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        super().__init__()
        self.stride, self.padding = stride, padding
        scale = (in_channels * kernel_size**2) ** -0.5
        self.weight = nn.Parameter(scale * torch.randn(out_channels, in_channels, kernel_size, kernel_size))
        self.bias = nn.Parameter(torch.zeros(out_channels))

    def forward(self, x):
        n, c, h, w = x.shape
        p, s, k = self.padding, self.stride, self.weight.shape[-1]
        padded = x.new_zeros(n, c, h + 2 * p, w + 2 * p)
        padded[:, :, p : p + h, p : p + w] = x
        rows, columns = (h + 2 * p - k) // s + 1, (w + 2 * p - k) // s + 1
        total = self.bias.reshape(1, -1, 1, 1)
        for i in range(k):
            for j in range(k):
                part = padded[:, :, i : i + s * (rows - 1) + 1 : s, j : j + s * (columns - 1) + 1 : s]
                total = total + torch.tensordot(part, self.weight[:, :, i, j], dims=([1], [1])).movedim(-1, 1)
        return total


def _blocks(x, size):
    n, c, h, w = x.shape
    rows, columns = h // size, w // size
    x = x[:, :, : rows * size, : columns * size]
    return x.reshape(n, c, rows, size, columns, size)


def max_pool2d(x, *, size):
    return _blocks(x, size).max(dim=5).values.max(dim=3).values


def avg_pool2d(x, *, size):
    return _blocks(x, size).sum(dim=(3, 5)) / size**2
