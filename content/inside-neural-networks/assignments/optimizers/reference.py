"""PyTorch's own optimizers, and schedules after their formulas."""

import math

import torch
from torch.optim import Adam, RMSprop, SGD  # noqa: F401


class _Schedule:
    def __init__(self, optimizer):
        self.optimizer, self.count = optimizer, 0
        self.first = [group["lr"] for group in optimizer.param_groups]

    def step(self):
        self.count += 1
        for group, first in zip(self.optimizer.param_groups, self.first):
            group["lr"] = self.rate(first)


class StepSchedule(_Schedule):
    def __init__(self, optimizer, *, step_size, gamma):
        super().__init__(optimizer)
        self.step_size, self.gamma = step_size, gamma

    def rate(self, first):
        return first * self.gamma ** (self.count // self.step_size)


class ExponentialSchedule(_Schedule):
    def __init__(self, optimizer, *, gamma):
        super().__init__(optimizer)
        self.gamma = gamma

    def rate(self, first):
        return first * self.gamma**self.count


class CosineSchedule(_Schedule):
    def __init__(self, optimizer, *, total, least):
        super().__init__(optimizer)
        self.total, self.least = total, least

    def rate(self, first):
        part = min(self.count / self.total, 1.0)
        return self.least + (first - self.least) * (1 + math.cos(math.pi * part)) / 2
