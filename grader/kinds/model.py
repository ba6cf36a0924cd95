"""A network of any shape: trained once, judged by a metric on hidden data, by its size and its parts."""

from __future__ import annotations

from ..assignment import FigureCriterion, ModelFile, SizeCriterion, UseCriterion
from ..evidence.figures import figure
from ..observation import Observation
from ..observing.failing import ProgramFailed
from ..observing.fitting import Answered, Workshop
from ..probes.plain import PlainWorld
from ..report import Criterion, Curves, Progress, Table, Verdict
from ..scoring import METRIC_DECIMALS, by_figure, by_verdict
from ..shaped import Metric, ShapedSet, load_shaped
from .graded import Graded, Grading

_METRICS: dict[Metric, str] = {
    "accuracy": "accuracy",
    "macro_f1": "macro F1",
    "r2": "R²",
    "skill": "share of the naive method's error that is gone",
    "distance": "share of the naive sample's energy distance that is gone",
}


def grade_model(grading: Grading) -> Graded:
    """See `grade_by_kind`."""
    spec = grading.assignment.spec
    assert isinstance(spec, ModelFile)
    shaped = load_shaped(spec.data, grading.secret)
    limits = spec.limits.for_one_job()
    workshop = Workshop(grading.source, grading.sandbox, grading.seed, limits, names=spec.names)
    try:
        observed = _trained(grading, spec, shaped, workshop)
        grading.on_progress(Progress(stage="predicting"))
        answered = _answered(workshop, shaped, observed)
    except ProgramFailed as error:
        return Graded.failed(grading, error.failure, output=workshop.output)
    figures = {
        c.metric: figure(c.metric, answered.outputs[0], shaped)
        for c in spec.criteria
        if isinstance(c, FigureCriterion)
    }
    return Graded(
        criteria=[_scored(c, figures, observed, answered) for c in spec.criteria],
        output=workshop.output,
        curves=_curves(observed),
        tables=[_table(figures, observed)],
    )


def _trained(
    grading: Grading, spec: ModelFile, shaped: ShapedSet, workshop: Workshop
) -> Observation:
    given = spec.training
    world = PlainWorld(
        shaped.data,
        workshop.seed_for("real"),
        max_epochs=given.max_epochs,
        patience=given.patience,
        batch_size=given.batch_size,
    )
    grading.on_progress(Progress(stage="building"))

    def tell(epoch: int) -> None:
        grading.on_progress(Progress(stage="training", epoch=epoch, max_epochs=given.max_epochs))

    return workshop.fit(world, shaped.arguments, tell)


def _answered(workshop: Workshop, shaped: ShapedSet, observed: Observation) -> Answered:
    weights = dict(observed.final)
    if shaped.task == "generation":
        count = len(shaped.data.hidden)
        points = workshop.sample(weights, shaped.arguments, shaped.answer, count)
        return Answered([points], [])
    return workshop.answer(weights, shaped.arguments, shaped.answer, [shaped.data.hidden.inputs])


def _scored(
    criterion: FigureCriterion | SizeCriterion | UseCriterion,
    figures: dict[Metric, float],
    observed: Observation,
    answered: Answered,
) -> Criterion:
    if isinstance(criterion, FigureCriterion):
        return by_figure(criterion, figures[criterion.metric], _METRICS[criterion.metric])
    if isinstance(criterion, SizeCriterion):
        count = _parameters(observed)
        most = criterion.parameters_at_most
        evidence = f"The model has {count:,} parameters; at most {most:,} are allowed."
        return by_verdict(criterion, Verdict(value=count <= most, evidence=evidence))
    missing = [name for name in criterion.uses if name not in answered.operations]
    used = ", ".join(answered.operations) or "none of those that are known"
    evidence = f"In one answer of the model these operations were seen: {used}."
    return by_verdict(criterion, Verdict(value=not missing, evidence=evidence, source="inside"))


def _parameters(observed: Observation) -> int:
    return int(sum(observed.initial[name].size for name in observed.parameters))


def _curves(observed: Observation) -> Curves:
    """What the program reported: there are no hooks in this kind."""
    validation = list(observed.history.validation or ())
    best = min(range(len(validation)), key=validation.__getitem__) + 1 if validation else None
    passes = sum(entry.kind == "train" for entry in observed.log)
    return Curves(
        train=list(observed.history.train or ()),
        validation=list(validation),
        best_epoch=best,
        stop_epoch=passes or None,
        source="reported",
    )


def _table(figures: dict[Metric, float], observed: Observation) -> Table:
    rows: list[list[str | float | int | bool | None]] = [
        [_METRICS[metric], round(value, METRIC_DECIMALS)] for metric, value in figures.items()
    ]
    rows.append(["parameters", _parameters(observed)])
    rows.append(["training passes", sum(entry.kind == "train" for entry in observed.log)])
    return Table(title="The trained model", columns=["what", "figure"], rows=rows)
