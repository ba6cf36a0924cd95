"""The texts of the examiner's codes: whole sentences, one for each code, linked to where it is taught."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assessments.courses.rendering import render
from grader.codes import CODES, Code

CONTENT = Path(__file__).resolve().parents[3] / "content"
# The contract of the report, and the one code the examiner has of its own.
EXPECTED = set(
    """
    best_alias buffers_not_restored canary_forged compares_to_previous counter_not_reset dead_relu
    diverged double_softmax dropout_active_in_eval dropout_off_after_first_validation
    dropout_on_output early_stop_on_train_loss early_stopping_wrong grads_wiped_before_step
    history_mismatch history_missing loss_broadcast lr_too_high lr_too_low missing_zero_grad
    never_in_train_mode nll_on_logits no_early_stopping nothing_trained params_not_optimised
    partial_epoch partial_validation patience_ignored patience_off_by_one penalty_no_gradient
    penalty_wrong_params penalty_wrong_sign relu_on_output returns_last_weights sigmoid_before_ce
    tampering train_loader_read_once train_on_val unregistered_params val_in_train_mode
    val_loader_read_once val_loss_last_batch validation_not_used vanishing_gradients
    wrong_epoch_restored
    """.split()
) | {"probe_failed"}


def test_every_code_of_the_contract_has_texts() -> None:
    assert not EXPECTED - set(CODES)


@pytest.mark.parametrize("code", CODES.values(), ids=CODES)
def test_texts_are_whole_sentences(code: Code) -> None:
    for text in (code.seen, code.means, code.look):
        assert text[0].isupper() or text[0] == "`"
        assert text.endswith((".", "?"))
        assert text.count("`") % 2 == 0
    assert code.title[-1] != "."
    assert len(code.title) <= 60


@pytest.mark.parametrize("code", CODES.values(), ids=CODES)
def test_the_lesson_and_its_heading_exist(code: Code) -> None:
    lesson, _, heading = code.lesson.partition("#")
    module, _, slug = lesson.partition("/")
    text = (CONTENT / module / "lessons" / f"{slug}.md").read_text(encoding="utf-8")
    body = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    assert heading in {found.id for found in render(body).headings}


@pytest.mark.parametrize("code", CODES.values(), ids=CODES)
def test_no_text_holds_marks_that_are_not_drawn(code: Code) -> None:
    plain = re.sub(r"`[^`]*`", "", code.title + code.seen + code.means + code.look)
    assert not set("*_<>#") & set(plain)
