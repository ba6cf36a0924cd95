"""What figures compute, computed by PyTorch as well: the same numbers, or the figure is wrong."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from django.conf import settings
from playwright.sync_api import Browser, Route
from torch import nn
from torch.nn import functional as F  # noqa: N812 - the name everybody knows
from torch.optim import lr_scheduler

from tests.content.record_lenet import small_lenet

pytestmark = pytest.mark.browser

SCRIPTS = Path(settings.ROOT, "static")
ORIGIN = "http://figures.test"
Compute = Callable[[str, str], Any]


@pytest.fixture(scope="module")
def compute(chromium: Browser) -> Iterator[Compute]:
    """Evaluates an expression of the module `m`, one of static/js/numbers, in the browser."""
    page = chromium.new_page()

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN).lstrip("/")
        if path.endswith(".js"):
            body = SCRIPTS.joinpath(path).read_text()
            route.fulfill(body=body, content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html><title>Figures</title>", content_type="text/html")

    page.route("**/*", serve)
    page.goto(ORIGIN)

    def evaluated(module: str, expression: str) -> Any:
        return page.evaluate(f"import('/js/numbers/{module}.js').then((m) => {expression})")

    yield evaluated
    page.close()


def tensor(values: Any) -> torch.Tensor:
    return torch.tensor(values, dtype=torch.float64)


def assert_same(mine: Any, theirs: torch.Tensor, tolerance: float = 1e-9) -> None:
    torch.testing.assert_close(tensor(mine), theirs.double(), rtol=tolerance, atol=tolerance)


ACTIVATIONS: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
    "identity": lambda x: x * 1.0,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky": lambda x: F.leaky_relu(x, 0.1),
    "elu": F.elu,
    "selu": F.selu,
    "gelu": F.gelu,
    "gelutanh": lambda x: F.gelu(x, approximate="tanh"),
    "silu": F.silu,
}


def test_every_activation_of_the_figures_is_compared(compute: Compute) -> None:
    assert set(compute("activations", "Object.keys(m.ACTIVATIONS)")) == set(ACTIVATIONS)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations_and_their_derivatives(compute: Compute, name: str) -> None:
    places = [-700.0, -30.0, *torch.linspace(-8, 8, 65, dtype=torch.float64).tolist(), 30.0, 700.0]
    x = tensor([place for place in places if place != 0]).requires_grad_()
    value = ACTIVATIONS[name](x)
    (slope,) = torch.autograd.grad(value.sum(), x)
    each = f"{x.tolist()}.map(m.ACTIVATIONS.{name}"
    assert_same(compute("activations", f"{each}.of)"), value.detach())
    assert_same(compute("activations", f"{each}.slope)"), slope)


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "gelu", "selu"])
def test_gradients_through_depth(compute: Compute, name: str) -> None:
    found = compute(
        "depth",
        f"(() => {{ const w = m.weights(9, 1.3, 4), e = m.ends(4);"
        f" return {{ w, e, sizes: m.gradientSizes('{name}', w, e) }}; }})()",
    )
    values = tensor(found["e"]["input"])
    sums = []
    for layer in tensor(found["w"]):
        total = (layer @ values).requires_grad_() if not sums else layer @ values
        total.retain_grad()
        sums.append(total)
        values = ACTIVATIONS[name](total)
    values.backward(tensor(found["e"]["arriving"]))
    sizes = [total.grad.square().mean().sqrt().item() for total in sums if total.grad is not None]
    assert_same(found["sizes"], tensor(sizes))


def test_regression_losses(compute: Compute) -> None:
    errors = [-9.0, -2.0, -0.3, 0.0, 0.7, 1.0, 5.0]
    e, zero = tensor(errors), torch.zeros(7, dtype=torch.float64)
    for name, theirs in (
        ("mse", F.mse_loss(e, zero, reduction="none")),
        ("mae", F.l1_loss(e, zero, reduction="none")),
        ("huber", F.huber_loss(e, zero, delta=1.5, reduction="none")),
    ):
        mine = compute("losses", f"{errors}.map((e) => m.LOSSES.{name}.of(e, 1.5))")
        assert_same(mine, theirs)


def test_the_best_answer_is_the_mean_or_the_median(compute: Compute) -> None:
    targets = [1.0, 1.5, 2.0, 2.5, 10.0]
    assert compute("losses", f"m.bestAnswer('mse', {targets}, 1)") == pytest.approx(3.4, abs=1e-6)
    assert compute("losses", f"m.bestAnswer('mae', {targets}, 1)") == pytest.approx(2.0, abs=1e-6)


OPTIMIZERS: dict[str, Callable[[Any], torch.optim.Optimizer]] = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.05),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=0.05),
    "adam": lambda p: torch.optim.Adam(p, lr=0.05),
}
SURFACES: dict[str, Callable[[torch.Tensor, torch.Tensor], torch.Tensor]] = {
    "valley": lambda x, y: 0.05 * x**2 + 1.5 * y**2,
    "saddle": lambda x, y: 0.5 * x**2 - 0.5 * y**2 + 0.05 * y**4,
    "rosenbrock": lambda x, y: 0.1 * ((1 - x) ** 2 + 20 * (y - x**2) ** 2),
    "minima": lambda x, y: 0.1 * x**4 - 0.7 * x**2 - 0.35 * x + 0.6 * y**2,
}


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_ways_of_optimizers(compute: Compute, optimizer: str, surface: str) -> None:
    start = compute("optimizers", f"m.SURFACES.{surface}.start")
    weights = tensor(start).requires_grad_()
    stepping = OPTIMIZERS[optimizer]([weights])
    way = [weights.detach().clone()]
    for _ in range(30):
        stepping.zero_grad()
        SURFACES[surface](weights[0], weights[1]).backward()
        stepping.step()
        way.append(weights.detach().clone())
    mine = compute("optimizers", f"m.walk('{optimizer}', '{surface}', {start}, 0.05, 30)")
    assert_same(mine, torch.stack(way), 1e-7)


def test_every_optimizer_and_surface_of_the_figures_is_compared(compute: Compute) -> None:
    assert set(compute("optimizers", "Object.keys(m.OPTIMIZERS)")) == set(OPTIMIZERS)
    assert set(compute("optimizers", "Object.keys(m.SURFACES)")) == set(SURFACES)


def warm_then_cosine(optimizer: torch.optim.Optimizer) -> lr_scheduler.LRScheduler:
    warming = lr_scheduler.LinearLR(optimizer, start_factor=1 / 6, total_iters=5)
    falling = lr_scheduler.CosineAnnealingLR(optimizer, T_max=55)
    return lr_scheduler.SequentialLR(optimizer, [warming, falling], milestones=[5])


SCHEDULES: dict[str, Callable[[torch.optim.Optimizer], lr_scheduler.LRScheduler]] = {
    "constant": lambda o: lr_scheduler.ConstantLR(o, factor=1.0),
    "step": lambda o: lr_scheduler.StepLR(o, step_size=15, gamma=0.5),
    "exponential": lambda o: lr_scheduler.ExponentialLR(o, gamma=0.5 ** (1 / 15)),
    "cosine": lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=60),
    "warmup": warm_then_cosine,
}


@pytest.mark.parametrize("name", SCHEDULES)
@pytest.mark.filterwarnings("ignore:The epoch parameter:UserWarning")
def test_schedules(compute: Compute, name: str) -> None:
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)
    schedule = SCHEDULES[name](optimizer)
    rates = []
    for _ in range(60):
        rates.append(schedule.get_last_lr()[0])
        optimizer.step()
        schedule.step()
    setting = "{rate: 0.1, epochs: 60, every: 15, gamma: 0.5, lowest: 0, warm: 5}"
    assert_same(compute("schedules", f"m.rates('{name}', {setting})"), tensor(rates))


def test_the_computation_graph(compute: Compute) -> None:
    inputs = {"x": 1.7, "w": -0.6, "b": 0.4, "y": 2.0}
    leaves = {name: tensor(value).requires_grad_() for name, value in inputs.items()}
    nodes = dict(leaves)
    nodes["product"] = leaves["w"] * leaves["x"]
    nodes["sum"] = nodes["product"] + leaves["b"]
    nodes["output"] = torch.sigmoid(nodes["sum"])
    nodes["error"] = nodes["output"] - leaves["y"]
    nodes["loss"] = nodes["error"] ** 2
    for node in nodes.values():
        node.retain_grad()
    nodes["loss"].backward()
    mine = compute("graph", f"m.evaluate({inputs})")
    assert set(mine) == set(nodes)
    for name, node in nodes.items():
        assert mine[name]["value"] == pytest.approx(node.item())
        assert node.grad is not None
        assert mine[name]["gradient"] == pytest.approx(node.grad.item())


@pytest.mark.parametrize(("l1", "l2"), [(0.0, 0.0), (0.004, 0.0), (0.0, 0.02)])
def test_the_playground_trains_as_pytorch_does(compute: Compute, l1: float, l2: float) -> None:
    found = compute(
        "mlp",
        f"""(() => {{
          const data = [[-0.8, 0.3], [-0.1, -0.7], [0.4, 0.9], [0.9, -0.2]];
          const net = m.network([1, 5, 4, 1], 3);
          const plain = (each) => each.map((numbers) => [...numbers]);
          const start = {{ weights: plain(net.weights), biases: plain(net.biases) }};
          const losses = [];
          const setting = {{ epochs: 40, rate: 0.03, l1: {l1}, l2: {l2}, dropout: 0, seed: 1 }};
          m.train(net, data, setting, () => losses.push(m.loss(net, data)));
          return {{ data, start, losses }};
        }})()""",
    )
    sizes = [1, 5, 4, 1]
    layers = [nn.Linear(a, b, dtype=torch.float64) for a, b in itertools.pairwise(sizes)]
    model = nn.Sequential(layers[0], nn.Tanh(), layers[1], nn.Tanh(), layers[2])
    with torch.no_grad():
        for layer, weight, bias in zip(
            layers, found["start"]["weights"], found["start"]["biases"], strict=True
        ):
            layer.weight.copy_(tensor(weight).reshape(layer.weight.shape))
            layer.bias.copy_(tensor(bias))
    data = tensor(found["data"])
    optimizer = torch.optim.Adam(model.parameters(), lr=0.03)
    losses = []
    for _ in range(40):
        loss = F.mse_loss(model(data[:, :1]), data[:, 1:])
        for layer in layers:
            loss = loss + l1 * layer.weight.abs().sum() + l2 / 2 * layer.weight.square().sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(F.mse_loss(model(data[:, :1]), data[:, 1:]).item())
    assert_same(found["losses"], tensor(losses), 1e-6)


def test_dropout_keeps_the_mean_and_silences_its_share(compute: Compute) -> None:
    masks = compute(
        "dropout",
        "import('/js/numbers/random.js').then((r) => m.mask(20000, 0.3, r.uniform(5)))",
    )
    factors = tensor(masks)
    assert set(factors.tolist()) == {0.0, 1 / 0.7}
    assert (factors == 0).double().mean().item() == pytest.approx(0.3, abs=0.02)
    assert factors.mean().item() == pytest.approx(1.0, abs=0.03)
    assert compute("dropout", "m.passed([1, 2], [0, 2], false)") == [1, 2]
    assert compute("dropout", "m.passed([1, 2], [0, 2], true)") == [0, 4]


@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("padding", [0, 1, 2])
@pytest.mark.parametrize("size", [2, 3])
def test_convolution(compute: Compute, stride: int, padding: int, size: int) -> None:
    torch.manual_seed(0)
    picture = torch.randint(-9, 10, (7, 6), dtype=torch.float64)
    kernel = torch.randint(-3, 4, (size, size), dtype=torch.float64)
    theirs = F.conv2d(picture[None, None], kernel[None, None], stride=stride, padding=padding)
    expression = f"m.convolve({picture.tolist()}, {kernel.tolist()}, {stride}, {padding})"
    assert_same(compute("convolution", expression), theirs[0, 0])


@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("size", [2, 3])
def test_pooling(compute: Compute, stride: int, size: int) -> None:
    torch.manual_seed(0)
    picture = torch.randint(-9, 10, (8, 7), dtype=torch.float64)
    for kind, pool in (("max", F.max_pool2d), ("average", F.avg_pool2d)):
        expression = f"m.pool({picture.tolist()}, '{kind}', {size}, {stride})"
        assert_same(compute("convolution", expression), pool(picture[None], size, stride)[0])


def test_lenet_sees_the_same_maps(compute: Compute) -> None:
    recorded = compute("lenet-weights", "({ weights: m.WEIGHTS, digits: m.DIGITS })")
    model = small_lenet().double()
    model.load_state_dict(
        {
            name: tensor(recorded["weights"][name]).reshape(value.shape)
            for name, value in model.state_dict().items()
        }
    )
    for digit in recorded["digits"]:
        picture = tensor(digit["pixels"]).reshape(8, 8)
        mine = compute("lenet", f"m.look({picture.tolist()})")
        x = picture[None, None] / 16
        assert_same(mine["first"], model[:2](x)[0])
        assert_same(mine["pooled"], model[:3](x)[0])
        assert_same(mine["second"], model[:5](x)[0])
        assert_same(mine["logits"], model(x)[0])
        assert_same(mine["probabilities"], torch.softmax(model(x)[0], dim=0))


@pytest.mark.parametrize("state", [-1.2, 0.8, 1.7])
def test_a_recurrent_unit_through_time(compute: Compute, state: float) -> None:
    inputs = [1.0, 0.0, -0.5, 0.3, 0.0, 2.0]
    unit = nn.RNN(1, 1, dtype=torch.float64)
    for name, value in {"ih": 0.7, "hh": state}.items():
        getattr(unit, f"weight_{name}_l0").data.fill_(value)
    unit.bias_ih_l0.data.fill_(0.1)
    unit.bias_hh_l0.data.zero_()
    expression = f"m.unroll({inputs}, {{ input: 0.7, state: {state}, bias: 0.1 }})"
    mine = compute("recurrent", expression)
    assert_same(mine["states"], unit(tensor(inputs)[:, None])[0].detach()[:, 0])
    values, states = tensor(0.0), []
    for value in inputs:
        values = torch.tanh(0.7 * value + state * values + 0.1).requires_grad_()
        states.append(values)
    gradients = torch.autograd.grad(states[-1], states)
    assert_same(mine["gradients"], torch.stack(gradients))


@pytest.mark.parametrize("is_causal", [False, True])
def test_attention_weights(compute: Compute, is_causal: bool) -> None:
    torch.manual_seed(0)
    queries, keys = torch.randn(2, 5, 3, dtype=torch.float64)
    theirs = F.scaled_dot_product_attention(
        2 * queries[None], keys[None], torch.eye(5, dtype=torch.float64)[None], is_causal=is_causal
    )
    setting = f"{{ scale: 2, isCausal: {str(is_causal).lower()} }}"
    mine = compute("attention", f"m.weights({queries.tolist()}, {keys.tolist()}, {setting})")
    assert_same(mine, theirs[0])
