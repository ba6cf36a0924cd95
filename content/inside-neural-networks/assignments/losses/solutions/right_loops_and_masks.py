# truth: right
"""Sums divided by counts, masks for the cases, one-hot targets, a norm of torch.linalg."""

import torch


def _mean(values):
    return values.sum() / values.numel()


def mse(prediction, target):
    return _mean(torch.square(target - prediction))


def mae(prediction, target):
    difference = target - prediction
    return _mean(difference * torch.sign(difference).detach())


def huber(prediction, target, *, delta=1.0):
    error = prediction - target
    inside = (error.abs() <= delta).to(error.dtype)
    return _mean(inside * error**2 / 2 + (1 - inside) * delta * (error.abs() - delta / 2))


def binary_cross_entropy_with_logits(logits, target):
    zero = torch.zeros_like(logits)
    return _mean(torch.logaddexp(zero, logits) - target * logits)


def cross_entropy(logits, target):
    top = logits.max(dim=1, keepdim=True).values
    log_p = logits - top - torch.log(torch.sum(torch.exp(logits - top), 1, keepdim=True))
    hot = torch.zeros_like(logits).scatter(1, target.unsqueeze(1), 1.0)
    return -torch.sum(torch.where(hot > 0, log_p, torch.zeros_like(log_p))) / logits.shape[0]


def triplet(anchor, positive, negative, *, margin=1.0):
    total = anchor.new_zeros(())
    for a, p, n in zip(anchor, positive, negative):
        gap = torch.linalg.vector_norm(a - p) - torch.linalg.vector_norm(a - n) + margin
        total = total + torch.maximum(gap, torch.zeros_like(gap))
    return total / len(anchor)


def hinge(score, label):
    gap = 1 - score * label
    return _mean(gap * (gap > 0))
