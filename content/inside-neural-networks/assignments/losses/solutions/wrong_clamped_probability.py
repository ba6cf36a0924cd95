# truth: wrong
# loses: binary_stable, cross_entropy
# because: Probabilities are clamped away from zero: no infinity, but a wrong loss and no gradient beyond.
"""Each loss in one or two lines of tensor arithmetic."""

import torch


def mse(prediction, target):
    return ((prediction - target) ** 2).mean()


def mae(prediction, target):
    return (prediction - target).abs().mean()


def huber(prediction, target, *, delta=1.0):
    error = (prediction - target).abs()
    small = torch.clamp(error, max=delta)
    return (0.5 * small**2 + delta * (error - small)).mean()


def binary_cross_entropy_with_logits(logits, target):
    p = torch.sigmoid(logits).clamp(1e-7, 1 - 1e-7)
    return -(target * torch.log(p) + (1 - target) * torch.log(1 - p)).mean()


def cross_entropy(logits, target):
    p = torch.softmax(logits, dim=1)[torch.arange(len(target)), target]
    return -torch.log(p.clamp(min=1e-7)).mean()


def triplet(anchor, positive, negative, *, margin=1.0):
    closer = ((anchor - positive) ** 2).sum(dim=1).sqrt()
    farther = ((anchor - negative) ** 2).sum(dim=1).sqrt()
    return torch.clamp(closer - farther + margin, min=0).mean()


def hinge(score, label):
    return torch.clamp(1 - label * score, min=0).mean()
