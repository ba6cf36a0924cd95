"""PyTorch's own convolution and pooling."""

import torch.nn.functional as F
from torch.nn import Conv2d  # noqa: F401


def max_pool2d(x, *, size):
    return F.max_pool2d(x, size)


def avg_pool2d(x, *, size):
    return F.avg_pool2d(x, size)
