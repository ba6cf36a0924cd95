"""Deadlines as arithmetic: extensions only ever give, and extra time is never cut off."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.courses.terms import (
    Deadline,
    LateStep,
    Relief,
    Terms,
    check_late_steps,
    deadline_for,
)

DAY = timedelta(days=1)
MOMENTS = st.datetimes(
    datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)
)  # fmt: skip
MAYBE = st.none() | MOMENTS


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    """Terms whose dates follow each other."""
    dates = sorted(draw(st.lists(MOMENTS, min_size=3, max_size=3)))
    opens, due, closes = (draw(st.sampled_from([None, date])) for date in dates)
    hours = sorted(draw(st.sets(st.integers(1, 200), max_size=3)))
    shares = sorted(draw(st.lists(st.integers(0, 100), min_size=3, max_size=3)), reverse=True)
    return Terms(
        opens_at=opens,
        due_at=due,
        closes_at=closes,
        time_limit=draw(st.none() | st.integers(1, 600).map(lambda each: timedelta(minutes=each))),
        attempts=draw(st.none() | st.integers(1, 10)),
        late=tuple(
            LateStep(hours=hour, credit=credit) for hour, credit in zip(hours, shares, strict=False)
        ),
    )


RELIEFS = st.builds(
    Relief,
    reason=st.just("ill"),
    opens_at=MAYBE,
    due_at=MAYBE,
    closes_at=MAYBE,
    time_factor=st.floats(1, 4),
    extra_minutes=st.integers(0, 300),
    extra_attempts=st.integers(0, 5),
)


def not_earlier(one: datetime | None, than: datetime | None) -> bool:
    """Whether an end is at least as late; no end is the latest."""
    return one is None or (than is not None and one >= than)


@given(terms(), st.lists(RELIEFS, max_size=4), RELIEFS, MOMENTS)
def test_one_more_extension_never_takes_anything(
    base: Terms, others: list[Relief], one_more: Relief, moment: datetime
) -> None:
    before, after = deadline_for(base, others), deadline_for(base, [*others, one_more])
    assert not_earlier(after.due_at, before.due_at)
    assert not_earlier(after.last_moment, before.last_moment)
    assert before.opens_at is None or (
        after.opens_at is not None and after.opens_at <= before.opens_at
    )
    assert (after.time_limit or timedelta.max) >= (before.time_limit or timedelta.max)
    assert (after.attempts or 99) >= (before.attempts or 99)
    assert after.credit_at(moment) >= before.credit_at(moment)
    assert not_earlier(
        getattr(after.end_of(moment), "at", None), getattr(before.end_of(moment), "at", None)
    )


@given(terms(), st.lists(RELIEFS, max_size=3))
def test_the_order_of_extensions_makes_no_difference(base: Terms, reliefs: list[Relief]) -> None:
    one, other = deadline_for(base, reliefs), deadline_for(base, reliefs[::-1])
    assert replace(one, reasons=()) == replace(other, reasons=())
    assert sorted(one.reasons) == sorted(other.reasons)


@given(terms(), st.floats(1, 4), st.integers(0, 300), st.integers(0, 10_000))
def test_extra_time_is_never_cut_off_by_a_date_that_was_meant_for_others(
    base: Terms, factor: float, minutes: int, before: int
) -> None:
    """Whoever starts at a moment that left others their whole time has all of theirs."""
    plain = deadline_for(base)
    extended = deadline_for(base, [Relief(time_factor=factor, extra_minutes=minutes)])
    if base.time_limit is None or plain.last_moment is None:
        return
    started_at = plain.last_moment - base.time_limit - timedelta(minutes=before)
    end, limit = extended.end_of(started_at), extended.time_limit
    assert end is not None
    assert limit is not None
    assert end.at - started_at == limit
    wanted = base.time_limit * factor + timedelta(minutes=minutes)
    assert abs(limit - wanted) < timedelta(milliseconds=1)


@given(terms(), st.lists(RELIEFS, max_size=3), MOMENTS, MOMENTS)
def test_handing_in_earlier_never_earns_less(
    base: Terms, reliefs: list[Relief], one: datetime, other: datetime
) -> None:
    deadline = deadline_for(base, reliefs)
    earlier, later = sorted((one, other))
    assert 1 >= deadline.credit_at(earlier) >= deadline.credit_at(later) >= 0


@given(terms(), st.lists(RELIEFS, max_size=3), MOMENTS)
def test_what_earns_something_is_taken(
    base: Terms, reliefs: list[Relief], moment: datetime
) -> None:
    """Nothing closes before what was given as due, and on time is everything."""
    deadline = deadline_for(base, reliefs)
    if deadline.phase(moment) == "open":
        assert deadline.credit_at(moment) == 1
    if deadline.phase(moment) == "closed":
        assert deadline.last_moment is not None
        assert deadline.due_at is None or base.closes_at is not None or moment > deadline.due_at


def test_a_later_due_date_moves_the_closing_date_with_it() -> None:
    day = datetime(2026, 5, 1, tzinfo=UTC)
    base = Terms(due_at=day, closes_at=day + DAY)
    assert deadline_for(base, [Relief(due_at=day + 3 * DAY)]).closes_at == day + 3 * DAY


def test_extra_time_comes_on_top_of_a_date_that_was_given_to_a_group() -> None:
    day = datetime(2026, 5, 1, tzinfo=UTC)
    base = Terms(closes_at=day, time_limit=timedelta(hours=1))
    reliefs = [Relief(whom="Section B", closes_at=day + DAY), Relief(time_factor=1.5)]
    assert deadline_for(base, reliefs).closes_at == day + DAY + timedelta(minutes=30)


def test_late_steps_are_told_apart_at_their_ends() -> None:
    day = datetime(2026, 5, 1, tzinfo=UTC)
    late = (LateStep(hours=24, credit=80), LateStep(hours=48, credit=50))
    deadline = Deadline(due_at=day, late=late)
    assert deadline.credit_at(day) == 1
    assert deadline.credit_at(day + timedelta(seconds=1)) == 0.8
    assert deadline.credit_at(day + DAY) == 0.8
    assert deadline.credit_at(day + DAY + timedelta(seconds=1)) == 0.5
    assert deadline.phase(day + 2 * DAY) == "late"
    assert deadline.phase(day + 2 * DAY + timedelta(seconds=1)) == "closed"


def test_only_extensions_that_make_a_difference_are_told_of() -> None:
    day = datetime(2026, 5, 1, tzinfo=UTC)
    base = Terms(due_at=day)
    reliefs = [Relief(reason="ill", due_at=day + DAY), Relief(reason="no", due_at=day - DAY)]
    assert deadline_for(base, reliefs).reasons == ("Extension for you: ill",)


@pytest.mark.parametrize("steps", [[(24, 50), (24, 40)], [(24, 50), (48, 60)]])
def test_late_steps_that_give_more_for_later_are_refused(steps: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="step"):
        check_late_steps([LateStep(hours=hours, credit=credit) for hours, credit in steps])
