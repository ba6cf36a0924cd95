# truth: right
"""Plain classes with a dictionary of state for each parameter."""

import math

import torch


class Base:
    def __init__(self, params, lr):
        self.params, self.lr = list(params), lr
        self.state = [{} for _ in self.params]

    @torch.no_grad()
    def step(self):
        for p, state in zip(self.params, self.state):
            if p.grad is not None:
                self.update(p, p.grad, state)

    def zero_grad(self):
        for p in self.params:
            p.grad = None


class SGD(Base):
    def __init__(self, params, lr, momentum=0.0, weight_decay=0.0):
        super().__init__(params, lr)
        self.momentum, self.weight_decay = momentum, weight_decay

    def update(self, p, g, state):
        g = g + self.weight_decay * p
        if self.momentum:
            v = state.get("v")
            v = g.clone() if v is None else self.momentum * v + g
            state["v"] = g = v
        p -= self.lr * g


class RMSprop(Base):
    def __init__(self, params, lr, alpha=0.99, eps=1e-8):
        super().__init__(params, lr)
        self.alpha, self.eps = alpha, eps

    def update(self, p, g, state):
        s = state.get("s", torch.zeros_like(p))
        state["s"] = s = self.alpha * s + (1 - self.alpha) * g * g
        p -= self.lr * g / (s.sqrt() + self.eps)


class Adam(Base):
    def __init__(self, params, lr, betas=(0.9, 0.999), eps=1e-8):
        super().__init__(params, lr)
        self.betas, self.eps = betas, eps

    def update(self, p, g, state):
        b1, b2 = self.betas
        t = state["t"] = state.get("t", 0) + 1
        m = state["m"] = b1 * state.get("m", torch.zeros_like(p)) + (1 - b1) * g
        v = state["v"] = b2 * state.get("v", torch.zeros_like(p)) + (1 - b2) * g * g
        p -= self.lr * (m / (1 - b1**t)) / ((v / (1 - b2**t)).sqrt() + self.eps)


class Schedule:
    def __init__(self, optimizer):
        self.optimizer, self.t = optimizer, 0
        self.base = [g["lr"] for g in optimizer.param_groups]

    def step(self):
        self.t += 1
        for group, base in zip(self.optimizer.param_groups, self.base):
            group["lr"] = self.at(base)


class StepSchedule(Schedule):
    def __init__(self, optimizer, *, step_size, gamma):
        super().__init__(optimizer)
        self.at = lambda base: base * gamma ** (self.t // step_size)


class ExponentialSchedule(Schedule):
    def __init__(self, optimizer, *, gamma):
        super().__init__(optimizer)
        self.at = lambda base: base * gamma**self.t


class CosineSchedule(Schedule):
    def __init__(self, optimizer, *, total, least):
        super().__init__(optimizer)

        def at(base):
            if self.t >= total:
                return least
            return least + 0.5 * (base - least) * (1 + math.cos(math.pi * self.t / total))

        self.at = at
