"""Texts of `loss_of(outputs, targets)`."""

from __future__ import annotations

from textwrap import dedent

from .recipe import Recipe

_BODIES = {
    ("classification", "cross_entropy"): "return functional.cross_entropy(outputs, targets)",
    ("classification", "nll"): "return functional.nll_loss(outputs.log_softmax(dim=1), targets)",
    ("classification", "smoothing"):
        "return functional.cross_entropy(outputs, targets, label_smoothing=0.1)",
    ("classification", "weights"):
        "weights = torch.linspace(1.0, 1.5, outputs.shape[1])\n"
        "return functional.cross_entropy(outputs, targets, weight=weights)",
    ("classification", "one_hot"):
        "wanted = functional.one_hot(targets, outputs.shape[1]).float()\n"
        "return functional.mse_loss(outputs, wanted)",
    ("classification", "focal"):
        "log_p = outputs.log_softmax(1).gather(1, targets[:, None]).squeeze(1)\n"
        "return (-(1 - log_p.exp()) * log_p).mean()",
    ("classification", "by_hand"):
        "rows = torch.arange(len(targets))\n"
        "return (torch.logsumexp(outputs, 1) - outputs[rows, targets]).mean()",
    ("regression", "mse"): "return functional.mse_loss(outputs.squeeze(1), targets)",
    ("regression", "mae"): "return functional.l1_loss(outputs.squeeze(-1), targets)",
    ("regression", "huber"): "return nn.HuberLoss(delta=1.0)(outputs[:, 0], targets)",
    ("regression", "by_hand"): "return ((outputs.view(-1) - targets) ** 2).mean()",
    ("regression", "smooth_l1"): "return functional.smooth_l1_loss(outputs, targets.unsqueeze(1))",
}  # fmt: skip


def write_loss(recipe: Recipe) -> str:
    """The function the batches are judged by."""
    body = _BODIES[recipe.task, recipe.loss].replace("\n", "\n    ")
    return f"def loss_of(outputs, targets):\n    {body}\n"


_VALIDATIONS = {
    "weighted": """
        def validate(model, loader):
            model.eval()
            total = count = 0
            with torch.no_grad():
                for inputs, targets in loader:
                    total += loss_of(model(inputs), targets).item() * len(targets)
                    count += len(targets)
            return total / count
    """,
    "means": """
        def validate(model, loader):
            model.eval()
            losses = []
            with torch.inference_mode():
                for inputs, targets in loader:
                    losses.append(loss_of(model(inputs), targets).item())
            return sum(losses) / len(losses)
    """,
    "together": """
        def validate(model, loader):
            model.eval()
            with torch.no_grad():
                pairs = [(model(inputs), targets) for inputs, targets in loader]
                outputs = torch.cat([o for o, _ in pairs])
                targets = torch.cat([t for _, t in pairs])
                return float(loss_of(outputs, targets))
    """,
    "decorated": """
        @torch.no_grad()
        def validate(model, loader):
            was = model.training
            model.train(False)
            summed, rows = 0.0, 0
            for x, y in loader:
                summed += float(loss_of(model.forward(x), y)) * x.shape[0]
                rows += x.shape[0]
            model.train(was)
            return summed / rows
    """,
}


def write_validation(recipe: Recipe) -> str:
    """The function that asks the model about validation data."""
    return dedent(_VALIDATIONS[recipe.validation]).lstrip("\n")
