"""The pieces of `train`, as texts that mistakes can change before a skeleton puts them together.

BEST, WAITED, KEPT and PREVIOUS stand for the loop's own variables, which styles name differently.
"""

from __future__ import annotations

from dataclasses import dataclass

from .losses import write_loss, write_validation
from .models import write_model
from .recipe import Recipe

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """One program in pieces; lines are without indentation of their own place."""

    model: str
    loss: str
    validation: str
    setup: Lines
    begin_training: Lines
    begin_epoch: Lines
    batch: Lines
    after_training: Lines
    after_validation: Lines
    batches: str
    metric: str
    recorded: str
    before: str
    better: str
    on_better: Lines
    on_worse: Lines
    enough: str
    snapshot: str
    restore: Lines
    finish: Lines
    result: str


def write_parts(recipe: Recipe) -> Parts:
    """The pieces of a correct program."""
    snapshot, restore = _KEEPING[recipe.keeping]
    in_train_mode = "model.train(True)" if recipe.mode == "train_true" else "model.train()"
    begin_epoch = [in_train_mode]
    if recipe.batch == "accumulate":
        begin_epoch += [*_zero(recipe), "pending = 0"]
    return Parts(
        model=write_model(recipe),
        loss=write_loss(recipe),
        validation=write_validation(recipe),
        setup=(*_optimizer(recipe), *_SCHEDULES[recipe.schedule]),
        begin_training=(),
        begin_epoch=tuple(begin_epoch),
        batch=tuple(_batch(recipe)),
        after_training=_AFTER_TRAINING.get(recipe.schedule, ()),
        after_validation=("schedule.step(current)",) if recipe.schedule == "plateau" else (),
        batches="train_loader",
        metric="validate(model, val_loader)",
        recorded="current",
        before="validate(model, val_loader)" if recipe.rule == "first" else "",
        better=_RULES.get(recipe.rule, "current < BEST"),
        on_better=("WAITED = 0",),
        on_worse=("WAITED += 1",),
        enough=_LATE if recipe.rule == "indexed" else "WAITED >= patience",
        snapshot=snapshot,
        restore=restore,
        finish=(),
        result='{"train_loss": history["train_loss"], "val_loss": history["val_loss"]}',
    )


_RULES = {
    "absolute": "current < BEST - 1e-4",
    "relative": "current < BEST * (1 - 1e-3)",
}

_LATE = 'len(history["val_loss"]) - history["val_loss"].index(min(history["val_loss"])) > patience'

# How the best weights are kept, and how they come back.
_KEEPING: dict[str, tuple[str, Lines]] = {
    "deepcopy": ("copy.deepcopy(model.state_dict())", ("model.load_state_dict(KEPT)",)),
    "clones": (
        "{name: value.detach().clone() for name, value in model.state_dict().items()}",
        ("model.load_state_dict(KEPT)",),
    ),
    "file": (
        'saved(model.state_dict(), "best.pt")',
        ('model.load_state_dict(torch.load("best.pt"))',),
    ),
    "memory": (
        "in_memory(model.state_dict())",
        ("KEPT.seek(0)", "model.load_state_dict(torch.load(KEPT))"),
    ),
    "model": ("copy.deepcopy(model)", ("model.load_state_dict(KEPT.state_dict())",)),
    "lists": (
        "[t.detach().clone() for t in (*model.parameters(), *model.buffers())]",
        (
            "with torch.no_grad():",
            "    for own, kept_value in zip((*model.parameters(), *model.buffers()), KEPT):",
            "        own.copy_(kept_value)",
        ),
    ),
    "pickle": (
        "pickle.dumps({n: v.numpy() for n, v in model.state_dict().items()})",
        (
            "state = {n: torch.as_tensor(v) for n, v in pickle.loads(KEPT).items()}",
            "model.load_state_dict(state)",
        ),
    ),
}

_SCHEDULES: dict[str, Lines] = {
    "none": (),
    "step": ("schedule = torch.optim.lr_scheduler.StepLR(optimizer, 5, gamma=0.7)",),
    "cosine": ("schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, max_epochs)",),
    "plateau": (
        "schedule = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.5, patience=2)",
    ),
    "warmup": (
        "schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda e: min(1.0, (e + 1) / 3))",
    ),
    "exponential": ("schedule = torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.95)",),
}
_AFTER_TRAINING: dict[str, Lines] = dict.fromkeys(
    ("step", "cosine", "warmup", "exponential"), ("schedule.step()",)
)


def _optimizer(recipe: Recipe) -> list[str]:
    rate = recipe.learning_rate
    decays = recipe.has_l2 and recipe.l2_how == "decay"
    decay = f", weight_decay={recipe.l2}" if decays else ""
    whole = "model.parameters()"
    names = {
        "sgd": f"torch.optim.SGD({whole}, lr={rate}{decay})",
        "momentum": f"torch.optim.SGD({whole}, lr={rate}, momentum=0.9{decay})",
        "nesterov": f"torch.optim.SGD({whole}, lr={rate}, momentum=0.9, nesterov=True{decay})",
        "adam": f"torch.optim.Adam({whole}, lr={rate}{decay})",
        "adamw": f"torch.optim.AdamW({whole}, lr={rate}, weight_decay={10 * recipe.l2 if decays else 0})",
        "nadam": f"torch.optim.NAdam({whole}, lr={rate}{decay})",
        "rmsprop": f"torch.optim.RMSprop({whole}, lr={rate}{decay})",
        "adagrad": f"torch.optim.Adagrad({whole}, lr={rate}{decay})",
    }
    if recipe.optimizer in names:
        return [f"optimizer = {names[recipe.optimizer]}"]
    if recipe.optimizer == "hand_sgd":
        return []
    if recipe.optimizer == "hand_momentum":
        return ["velocity = [torch.zeros_like(p) for p in model.parameters()]"]
    halves = [
        "matrices = [p for p in model.parameters() if p.dim() > 1]",
        "vectors = [p for p in model.parameters() if p.dim() <= 1]",
    ]
    if recipe.optimizer == "groups":
        decayed = f', "weight_decay": {recipe.l2}' if decays else ""
        groups = f'[{{"params": matrices{decayed}}}, {{"params": vectors}}]'
        return [*halves, f"optimizer = torch.optim.Adam({groups}, lr={rate})"]
    return [
        *halves,
        f"optimizers = [torch.optim.Adam(matrices, lr={rate}{decay}), torch.optim.SGD(vectors, lr=0.05)]",
    ]


def _zero(recipe: Recipe) -> list[str]:
    if recipe.by_hand:
        return ["model.zero_grad()"]
    if recipe.optimizer == "two":
        return ["for each in optimizers:", "    each.zero_grad()"]
    return ["optimizer.zero_grad()"]


def _terms(recipe: Recipe) -> str:
    """What is added to the loss."""
    terms = ""
    if recipe.has_l1 and recipe.l1_how in ("abs", "norm"):
        one = "p.abs().sum()" if recipe.l1_how == "abs" else "torch.norm(p, 1)"
        terms += f" + {recipe.l1} * sum({one} for p in model.parameters())"
    if recipe.has_l2 and recipe.l2_how in ("squares", "norm"):
        one = "p.pow(2).sum()" if recipe.l2_how == "squares" else "torch.linalg.vector_norm(p) ** 2"
        terms += f" + {recipe.l2} * sum({one} for p in model.parameters() if p.dim() > 1)"
    return terms


def _into_gradients(recipe: Recipe) -> list[str]:
    lines = []
    if recipe.has_l1 and recipe.l1_how == "sign":
        lines.append(f"p.grad += {recipe.l1} * p.sign()")
    if recipe.has_l2 and recipe.l2_how == "gradient":
        lines.append(f"p.grad.add_(p, alpha={recipe.l2})")
    return _over_parameters(lines, "if p.grad is not None:")


def _into_weights(recipe: Recipe) -> list[str]:
    lines = []
    if recipe.has_l1 and recipe.l1_how == "proximal":
        strength = float(f"{0.02 * recipe.l1**0.5:.1g}")
        lines.append(f"p.copy_(p.sign() * (p.abs() - {strength}).clamp(min=0))")
    if recipe.has_l2 and recipe.l2_how == "decoupled":
        lines.append(f"p.mul_(1 - {float(f'{0.1 * recipe.l2:.2g}')})")
    return _over_parameters(lines, "if p.dim() > 1:")


def _over_parameters(lines: list[str], condition: str) -> list[str]:
    if not lines:
        return []
    inner = [f"            {line}" for line in lines]
    return [
        "with torch.no_grad():",
        "    for p in model.parameters():",
        f"        {condition}",
        *inner,
    ]


def _step(recipe: Recipe) -> list[str]:
    clip = ["nn.utils.clip_grad_norm_(model.parameters(), 5.0)"] if recipe.batch == "clip" else []
    lines = [*_into_gradients(recipe), *clip]
    rate = recipe.learning_rate
    if recipe.optimizer == "hand_sgd":
        lines += [
            "with torch.no_grad():",
            "    for p in model.parameters():",
            f"        p -= {rate} * p.grad",
        ]
    elif recipe.optimizer == "hand_momentum":
        lines += [
            "with torch.no_grad():",
            "    for p, v in zip(model.parameters(), velocity):",
            "        v.mul_(0.9).add_(p.grad)",
            f"        p.add_(v, alpha=-{rate})",
        ]
    elif recipe.optimizer == "two":
        lines += ["for each in optimizers:", "    each.step()"]
    else:
        lines.append("optimizer.step()")
    return [*lines, *_into_weights(recipe)]


def _batch(recipe: Recipe) -> list[str]:
    loss = f"loss = loss_of(model(inputs), targets){_terms(recipe)}"
    if recipe.batch == "closure":
        return [
            "def closure():",
            "    optimizer.zero_grad()",
            f"    value = loss_of(model(inputs), targets){_terms(recipe)}",
            "    value.backward()",
            *(f"    {line}" for line in _into_gradients(recipe)),
            "    return value",
            "loss = optimizer.step(closure)",
            *_into_weights(recipe),
        ]
    if recipe.batch == "accumulate":
        return [
            loss,
            "(loss / 2).backward()",
            "pending += 1",
            "if pending == 2:",
            *(f"    {line}" for line in [*_step(recipe), *_zero(recipe), "pending = 0"]),
        ]
    if recipe.batch == "noise":
        loss = loss.replace("model(inputs)", "model(inputs + 0.05 * torch.randn_like(inputs))")
    if recipe.batch == "none_first":
        return [loss, *_zero(recipe), "loss.backward()", *_step(recipe)]
    return [*_zero(recipe), loss, "loss.backward()", *_step(recipe)]
