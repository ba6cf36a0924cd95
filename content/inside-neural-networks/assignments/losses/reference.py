"""PyTorch's own losses: what the learner's are compared with."""

import torch
import torch.nn.functional as F


def mse(prediction, target):
    return F.mse_loss(prediction, target)


def mae(prediction, target):
    return F.l1_loss(prediction, target)


def huber(prediction, target, *, delta=1.0):
    return F.huber_loss(prediction, target, delta=delta)


def binary_cross_entropy_with_logits(logits, target):
    return F.binary_cross_entropy_with_logits(logits, target)


def cross_entropy(logits, target):
    return F.cross_entropy(logits, target)


def triplet(anchor, positive, negative, *, margin=1.0):
    closer = torch.linalg.vector_norm(anchor - positive, dim=1)
    farther = torch.linalg.vector_norm(anchor - negative, dim=1)
    return torch.clamp(closer - farther + margin, min=0).mean()


def hinge(score, label):
    return torch.clamp(1 - label * score, min=0).mean()
