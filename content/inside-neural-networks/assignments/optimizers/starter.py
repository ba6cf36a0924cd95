"""Three optimizers and three schedules to write. Each optimizer has `step` and `zero_grad`."""

import torch


class SGD:
    def __init__(self, params, lr, momentum=0.0, weight_decay=0.0):
        self.params, self.lr = list(params), lr
        self.momentum, self.weight_decay = momentum, weight_decay

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is not None:
                p -= self.lr * p.grad  # To do: momentum and weight decay

    def zero_grad(self):
        for p in self.params:
            p.grad = None


class RMSprop(SGD):
    def __init__(self, params, lr, alpha=0.99, eps=1e-8):
        super().__init__(params, lr)  # To do


class Adam(SGD):
    def __init__(self, params, lr, betas=(0.9, 0.999), eps=1e-8):
        super().__init__(params, lr)  # To do


class StepSchedule:
    def __init__(self, optimizer, *, step_size, gamma):
        self.optimizer = optimizer

    def step(self):
        pass  # To do: change group["lr"] for every group of self.optimizer.param_groups


class ExponentialSchedule(StepSchedule):
    def __init__(self, optimizer, *, gamma):
        self.optimizer = optimizer  # To do


class CosineSchedule(StepSchedule):
    def __init__(self, optimizer, *, total, least):
        self.optimizer = optimizer  # To do
