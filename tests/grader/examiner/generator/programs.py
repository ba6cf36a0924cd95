"""Whole generated programs, each with its truth."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..truth import Truth
from .mistakes import MISTAKES
from .parts import write_parts
from .planting import Mistake
from .recipe import LEARNING_RATES, Recipe, draw, reconciled
from .styles import write_program


@dataclass(frozen=True, slots=True)
class Program:
    """A source and what is true of it; `name` says where it comes from."""

    name: str
    source: str
    truth: Truth


def truth_of_recipe(recipe: Recipe) -> Truth:
    """Of the correct program."""
    return Truth(
        l1=recipe.has_l1,
        l2=recipe.has_l2,
        dropout=recipe.dropout != "none",
        early_stopping=True,
        best_restored=True,
        bugs=(),
        also=(),
        data=recipe.data,
    )


def correct_program(seed: int, data: str) -> Program:
    """The correct program of a seed: every choice is drawn."""
    recipe = draw(np.random.default_rng([seed, 1]), data)
    source = write_program(write_parts(recipe), recipe.style)
    return Program(f"correct {seed} on {data}", source, truth_of_recipe(recipe))


def planted_program(seed: int, data: str, code: str) -> Program | None:
    """The program of a seed with one mistake of that code; None where this data allows for none."""
    generator = np.random.default_rng([seed, 2, *code.encode()])
    recipe = draw(generator, data)
    possible = [
        mistake
        for mistake in MISTAKES[code]
        if mistake.recipe.get("task", recipe.task) == recipe.task and mistake.suits(recipe)
    ]
    if not possible:
        return None
    mistake = possible[int(generator.integers(len(possible)))]
    recipe = _made_for(recipe, mistake)
    source = write_program(mistake.change(recipe, write_parts(recipe)), recipe.style)
    truth = truth_of_recipe(recipe).but(**mistake.truth, bugs=(code,), also=mistake.also)
    return Program(f"{code} {seed} on {data}", source, truth)


def _made_for(recipe: Recipe, mistake: Mistake) -> Recipe:
    """The recipe with the choices a mistake asks for, and a learning rate its optimizer likes."""
    wanted = dict(mistake.recipe)
    optimizer = wanted.get("optimizer", recipe.optimizer)
    if optimizer != recipe.optimizer and "learning_rate" not in wanted:
        low, high = LEARNING_RATES[optimizer]
        wanted["learning_rate"] = float(f"{(low * high) ** 0.5:.2g}")
    return reconciled(replace(recipe, **wanted))
