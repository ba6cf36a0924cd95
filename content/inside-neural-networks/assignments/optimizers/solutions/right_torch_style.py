# truth: right
"""Subclasses of torch.optim.Optimizer, updated in place; schedules that multiply the last rate."""

import math

import torch
from torch.optim import Optimizer


class SGD(Optimizer):
    def __init__(self, params, lr, momentum=0.0, weight_decay=0.0):
        super().__init__(params, dict(lr=lr, momentum=momentum, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                d = p.grad.add(p, alpha=group["weight_decay"])
                state = self.state[p]
                if group["momentum"] > 0:
                    if "buffer" in state:
                        state["buffer"].mul_(group["momentum"]).add_(d)
                    else:
                        state["buffer"] = d.clone()
                    d = state["buffer"]
                p.add_(d, alpha=-group["lr"])


class RMSprop(Optimizer):
    def __init__(self, params, lr, alpha=0.99, eps=1e-8):
        super().__init__(params, dict(lr=lr, alpha=alpha, eps=eps))

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]
                if not state:
                    state["square"] = torch.zeros_like(p)
                square = state["square"]
                square.mul_(group["alpha"]).addcmul_(p.grad, p.grad, value=1 - group["alpha"])
                p.addcdiv_(p.grad, square.sqrt().add_(group["eps"]), value=-group["lr"])


class Adam(Optimizer):
    def __init__(self, params, lr, betas=(0.9, 0.999), eps=1e-8):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps))

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]
                if not state:
                    state.update(count=0, mean=torch.zeros_like(p), square=torch.zeros_like(p))
                state["count"] += 1
                state["mean"].lerp_(p.grad, 1 - beta1)
                state["square"].mul_(beta2).addcmul_(p.grad, p.grad, value=1 - beta2)
                rate = group["lr"] / (1 - beta1 ** state["count"])
                root = state["square"].sqrt() / math.sqrt(1 - beta2 ** state["count"])
                p.addcdiv_(state["mean"], root.add_(group["eps"]), value=-rate)


class _Multiplying:
    def __init__(self, optimizer):
        self.optimizer, self.epoch = optimizer, 0
        self.initial = optimizer.param_groups[0]["lr"]

    def step(self):
        self.epoch += 1
        self.optimizer.param_groups[0]["lr"] = self.next(self.optimizer.param_groups[0]["lr"])


class StepSchedule(_Multiplying):
    def __init__(self, optimizer, *, step_size, gamma):
        super().__init__(optimizer)
        self.step_size, self.gamma = step_size, gamma

    def next(self, rate):
        return rate * self.gamma if self.epoch % self.step_size == 0 else rate


class ExponentialSchedule(_Multiplying):
    def __init__(self, optimizer, *, gamma):
        super().__init__(optimizer)
        self.gamma = gamma

    def next(self, rate):
        return rate * self.gamma


class CosineSchedule(_Multiplying):
    def __init__(self, optimizer, *, total, least):
        super().__init__(optimizer)
        self.total, self.least = total, least

    def next(self, rate):
        angle = math.pi * min(self.epoch, self.total) / self.total
        return self.least + (self.initial - self.least) * math.cos(angle / 2) ** 2
