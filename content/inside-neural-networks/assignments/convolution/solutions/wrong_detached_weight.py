# truth: wrong
# loses: convolution_gradients
# because: The weight is read through .data: no gradient reaches it.
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
        x = F.pad(x, (self.padding,) * 4)
        windows = x.unfold(2, self.k, self.stride).unfold(3, self.k, self.stride)
        return torch.einsum("nchwij,kcij->nkhw", windows, self.weight.data) + self.bias[:, None, None]


def _windows(x, size):
    return x.unfold(2, size, size).unfold(3, size, size)


def max_pool2d(x, *, size):
    return _windows(x, size).amax(dim=(-2, -1))


def avg_pool2d(x, *, size):
    return _windows(x, size).mean(dim=(-2, -1))
