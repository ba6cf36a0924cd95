"""A convolution layer and two pooling functions to write."""

import torch
from torch import nn


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        super().__init__()
        self.stride, self.padding = stride, padding
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, kernel_size, kernel_size))
        self.bias = nn.Parameter(torch.zeros(out_channels))

    def forward(self, x):
        return x * self.weight.sum() + self.bias.sum()  # To do


def max_pool2d(x, *, size):
    return x  # To do


def avg_pool2d(x, *, size):
    return x  # To do
