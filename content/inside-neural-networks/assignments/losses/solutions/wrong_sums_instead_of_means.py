# truth: wrong
# loses: mse, hinge
# because: The sum is returned where the mean is asked for.
"""Each loss in one or two lines of tensor arithmetic."""

import torch


def mse(prediction, target):
    return ((prediction - target) ** 2).sum()


def mae(prediction, target):
    return (prediction - target).abs().mean()


def huber(prediction, target, *, delta=1.0):
    error = (prediction - target).abs()
    small = torch.clamp(error, max=delta)
    return (0.5 * small**2 + delta * (error - small)).mean()


def binary_cross_entropy_with_logits(logits, target):
    softplus = torch.log1p(torch.exp(-logits.abs()))
    return (torch.clamp(logits, min=0) - logits * target + softplus).mean()


def cross_entropy(logits, target):
    shifted = logits - logits.amax(dim=1, keepdim=True)
    log_sum = torch.log(torch.exp(shifted).sum(dim=1))
    return (log_sum - shifted[torch.arange(len(target)), target]).mean()


def triplet(anchor, positive, negative, *, margin=1.0):
    closer = ((anchor - positive) ** 2).sum(dim=1).sqrt()
    farther = ((anchor - negative) ** 2).sum(dim=1).sqrt()
    return torch.clamp(closer - farther + margin, min=0).mean()


def hinge(score, label):
    return torch.clamp(1 - label * score, min=0).sum()
