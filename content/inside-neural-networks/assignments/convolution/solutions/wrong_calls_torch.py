# truth: wrong
# loses: convolution, convolution_gradients
# because: It calls the convolution that it was asked to write, by another name.
"""Windows by Tensor.unfold, sums by einsum."""

import torch
import torch.nn.functional as F
from torch import nn


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        super().__init__()
        self.k, self.stride, self.padding = kernel_size, stride, padding
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, kernel_size, kernel_size))
        self.bias = nn.Parameter(torch.zeros(out_channels))

    def forward(self, x):
        return torch.convolution(
            x, self.weight, self.bias, (self.stride,) * 2, (self.padding,) * 2, (1, 1), False, (0, 0), 1
        )


def _windows(x, size):
    return x.unfold(2, size, size).unfold(3, size, size)


def max_pool2d(x, *, size):
    return _windows(x, size).amax(dim=(-2, -1))


def avg_pool2d(x, *, size):
    return _windows(x, size).mean(dim=(-2, -1))
