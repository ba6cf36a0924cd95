"""Seven losses to write out. Each returns one number, the mean, as a 0-dimensional tensor."""

import torch


def mse(prediction, target):
    return (prediction - target).sum() * 0  # To do


def mae(prediction, target):
    return (prediction - target).sum() * 0  # To do


def huber(prediction, target, *, delta=1.0):
    return (prediction - target).sum() * 0  # To do


def binary_cross_entropy_with_logits(logits, target):
    # To do: right for small logits, infinite for large ones.
    p = 1 / (1 + torch.exp(-logits))
    return -(target * torch.log(p) + (1 - target) * torch.log(1 - p)).mean()


def cross_entropy(logits, target):
    return logits.sum() * 0  # To do: logits (N, C), target (N,) of class numbers


def triplet(anchor, positive, negative, *, margin=1.0):
    return (anchor - positive - negative).sum() * 0  # To do


def hinge(score, label):
    return (score * label).sum() * 0  # To do: labels are -1 and 1
