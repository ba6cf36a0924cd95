"""Texts of `build_model`, one an architecture; activation, norm and dropout are put into them."""

from __future__ import annotations

from textwrap import dedent

from .recipe import Recipe


def write_model(recipe: Recipe) -> str:
    """Everything a program needs for its model, `build_model` included."""
    writer = _WRITERS[recipe.architecture]
    text = dedent(writer(recipe)).strip("\n")
    helpers = [_MASK] if recipe.dropout == "mask" else []
    return "\n\n\n".join([*(dedent(h).strip("\n") for h in helpers), text]) + "\n"


_MASK = """
    class RandomMask(nn.Module):
        def __init__(self, rate):
            super().__init__()
            self.rate = rate

        def forward(self, x):
            if not self.training:
                return x
            keep = (torch.rand_like(x) > self.rate).to(x.dtype)
            return x * keep / (1 - self.rate)
"""


def _drop(recipe: Recipe) -> list[str]:
    """The layer that drops hidden units, as one of a list."""
    if recipe.dropout in ("module", "functional"):
        return [f"nn.Dropout({recipe.rate})"]
    return [f"RandomMask({recipe.rate})"] if recipe.dropout == "mask" else []


def _first(recipe: Recipe) -> list[str]:
    """Layers before the first matrix."""
    layers = {
        "input_batch": ["nn.BatchNorm1d(in_features)"],
        "input_layer": ["nn.LayerNorm(in_features)"],
    }
    dropped = [f"nn.Dropout({min(recipe.rate, 0.2)})"] if recipe.dropout == "input" else []
    return layers.get(recipe.norm, []) + dropped


def _norm(recipe: Recipe, width: str) -> list[str]:
    names = {"batch": "BatchNorm1d", "layer": "LayerNorm"}
    return [f"nn.{names[recipe.norm]}({width})"] if recipe.norm in names else []


def _hidden(recipe: Recipe, ins: str, outs: str) -> list[str]:
    return [
        f"nn.Linear({ins}, {outs})",
        *_norm(recipe, outs),
        f"nn.{recipe.activation}()",
        *_drop(recipe),
    ]


def _sequence(layers: list[str]) -> str:
    lines = ",\n".join(f"            {layer}" for layer in layers)
    return f"""
    def build_model(in_features, out_features):
        return nn.Sequential(
{lines},
        )
    """


def _mlp(recipe: Recipe) -> str:
    width = str(recipe.width)
    return _sequence(
        [*_first(recipe), *_hidden(recipe, "in_features", width), f"nn.Linear({width}, out_features)"]
    )  # fmt: skip


def _deep(recipe: Recipe) -> str:
    width, half = str(recipe.width), str(recipe.width // 2)
    layers = [*_first(recipe), *_hidden(recipe, "in_features", width)]
    return _sequence([*layers, *_hidden(recipe, width, half), f"nn.Linear({half}, out_features)"])


def _lazy(recipe: Recipe) -> str:
    return _sequence(
        [*_first(recipe), f"nn.LazyLinear({recipe.width})", f"nn.{recipe.activation}()",
         *_drop(recipe), "nn.LazyLinear(out_features)"]
    )  # fmt: skip


def _dropped(recipe: Recipe, value: str) -> str:
    """The value, dropped in the way of this recipe, inside a `forward`."""
    if recipe.dropout == "functional":
        return f"functional.dropout({value}, {recipe.rate}, training=self.training)"
    return f"self.drop({value})" if _drop(recipe) else value


def _members(recipe: Recipe) -> str:
    """Layers that a class keeps besides its matrices, one a line."""
    lines = [f"            self.act = nn.{recipe.activation}()"]
    lines += [f"            self.drop = {layer}" for layer in _drop(recipe)[:1]]
    lines += [f"            self.norm = {layer}" for layer in _norm(recipe, "width")]
    lines += (
        [f"            self.enter = nn.Sequential({', '.join(_first(recipe))})"]
        if _first(recipe)
        else []
    )
    return "\n".join(lines)


def _entered(recipe: Recipe) -> str:
    return "self.enter(x)" if _first(recipe) else "x"


def _normed(recipe: Recipe, value: str) -> str:
    return f"self.norm({value})" if _norm(recipe, "width") else value


def _class(recipe: Recipe) -> str:
    return f"""
    class Net(nn.Module):
        def __init__(self, in_features, width, out_features):
            super().__init__()
            self.hidden = nn.Linear(in_features, width)
            self.out = nn.Linear(width, out_features)
{_members(recipe)}

        def forward(self, x):
            x = {_entered(recipe)}
            x = self.act({_normed(recipe, "self.hidden(x)")})
            x = {_dropped(recipe, "x")}
            return self.out(x)


    def build_model(in_features, out_features):
        return Net(in_features, {recipe.width}, out_features)
    """


def _functional(recipe: Recipe) -> str:
    return f"""
    class Network(torch.nn.Module):
        def __init__(self, n_in, width, n_out):
            super(Network, self).__init__()
            self.fc1 = nn.Linear(n_in, width)
            self.fc2 = nn.Linear(width, width)
            self.fc3 = nn.Linear(width, n_out)
            in_features = n_in
            nn.init.xavier_uniform_(self.fc1.weight)
            nn.init.zeros_(self.fc1.bias)
{_members(recipe)}

        def forward(self, x):
            h = self.act(self.fc1({_entered(recipe)}))
            h = {_dropped(recipe, "h")}
            h = self.act({_normed(recipe, "self.fc2(h)")})
            logits = self.fc3(h)
            return logits


    def build_model(in_features, out_features):
        return Network(in_features, {recipe.width}, out_features)
    """


def _modulelist(recipe: Recipe) -> str:
    return f"""
    class Stack(nn.Module):
        def __init__(self, sizes):
            super().__init__()
            self.layers = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes[:-1], sizes[1:])])
            in_features, width = sizes[0], sizes[1]
{_members(recipe)}

        def forward(self, x):
            x = {_entered(recipe)}
            for index, layer in enumerate(self.layers):
                x = layer(x)
                if index < len(self.layers) - 1:
                    x = self.act({_normed(recipe, "x")})
                    x = {_dropped(recipe, "x")}
            return x


    def build_model(in_features, out_features):
        return Stack([in_features, {recipe.width}, {recipe.width}, out_features])
    """


def _residual(recipe: Recipe) -> str:
    return f"""
    class Residual(nn.Module):
        def __init__(self, width):
            super().__init__()
            self.inner = nn.Linear(width, width)
            in_features = width
            self.act = nn.{recipe.activation}()

        def forward(self, x):
            return x + self.act(self.inner(x))


    class ResNet(nn.Module):
        def __init__(self, in_features, out_features, width={recipe.width}):
            super().__init__()
            self.stem = nn.Linear(in_features, width)
            self.blocks = nn.Sequential(Residual(width), Residual(width))
            self.head = nn.Linear(width, out_features)
{_members(recipe)}

        def forward(self, x):
            x = self.act({_normed(recipe, f"self.stem({_entered(recipe)})")})
            return self.head({_dropped(recipe, "self.blocks(x)")})


    def build_model(in_features, out_features):
        return ResNet(in_features, out_features)
    """


def _branches(recipe: Recipe) -> str:
    return f"""
    class Branches(nn.Module):
        def __init__(self, in_features, out_features, width={recipe.width}):
            super().__init__()
            self.left = nn.Linear(in_features, width)
            self.right = nn.Linear(in_features, width)
            self.head = nn.Linear(2 * width, out_features)
{_members(recipe)}

        def forward(self, x):
            x = {_entered(recipe)}
            both = torch.cat([self.act({_normed(recipe, "self.left(x)")}), torch.tanh(self.right(x))], dim=1)
            return self.head({_dropped(recipe, "both")})


    def build_model(in_features, out_features):
        return Branches(in_features, out_features)
    """


def _parameters(recipe: Recipe) -> str:
    return f"""
    class ByHand(nn.Module):
        def __init__(self, in_features, out_features, width={recipe.width}):
            super().__init__()
            self.w1 = nn.Parameter(torch.randn(in_features, width) / in_features ** 0.5)
            self.b1 = nn.Parameter(torch.zeros(width))
            self.w2 = nn.Parameter(torch.randn(width, out_features) / width ** 0.5)
            self.b2 = nn.Parameter(torch.zeros(out_features))
{_members(recipe)}

        def forward(self, x):
            x = self.act({_entered(recipe)} @ self.w1 + self.b1)
            x = {_dropped(recipe, "x")}
            return x @ self.w2 + self.b2


    def build_model(in_features, out_features):
        return ByHand(in_features, out_features)
    """


def _conv(recipe: Recipe) -> str:
    return f"""
    class Conv(nn.Module):
        def __init__(self, in_features, out_features):
            super().__init__()
            self.conv = nn.Conv1d(1, 8, 3, padding=1)
            self.head = nn.Linear(8 * in_features, out_features)
{_members(recipe)}

        def forward(self, x):
            x = self.act(self.conv(x.unsqueeze(1))).flatten(1)
            return self.head({_dropped(recipe, "x")})


    def build_model(in_features, out_features):
        return Conv(in_features, out_features)
    """


def _gru(recipe: Recipe) -> str:
    return f"""
    class Recurrent(nn.Module):
        def __init__(self, in_features, out_features, chunk=8, width=24):
            super().__init__()
            self.chunk, self.padding = chunk, -in_features % chunk
            self.rnn = nn.GRU(chunk, width, batch_first=True)
            self.head = nn.Linear(width, out_features)
{_members(recipe)}

        def forward(self, x):
            x = functional.pad(x, (0, self.padding)).reshape(len(x), -1, self.chunk)
            _, last = self.rnn(x)
            return self.head({_dropped(recipe, "last[-1]")})


    def build_model(in_features, out_features):
        return Recurrent(in_features, out_features)
    """


_WRITERS = {
    "mlp": _mlp,
    "deep": _deep,
    "lazy": _lazy,
    "class": _class,
    "functional": _functional,
    "modulelist": _modulelist,
    "residual": _residual,
    "branches": _branches,
    "parameters": _parameters,
    "conv": _conv,
    "gru": _gru,
}
