"""What tries, certainty and mastery make of marks: pure arithmetic on shares of a question's points.

A share is 0 for nothing and 1 for everything. Whatever the rule: trying again never takes anything
that was earned, and whatever is better than all that came before earns something.
"""

from __future__ import annotations

from collections.abc import Sequence

from assessments.courses.questions import Policy

CERTAINTIES = (1, 2, 3)
# What a right and what a wrong answer earn, of 3, at each certainty (Gardner-Medwin, 1995): saying
# what one really believes is the best one can do. Sure pays above 80 %, unsure below 67 %.
_RIGHT = {1: 1.0, 2: 2.0, 3: 3.0}
_WRONG = {1: 0.0, 2: -2.0, 3: -6.0}


def earned(policy: Policy, shares: Sequence[float]) -> float:
    """The share that the tries of one question earn together, in their order."""
    if not shares:
        return 0.0
    if policy.mastery is not None:
        return mastered(shares, policy.mastery.in_a_row)
    if policy.feedback == "adaptive":
        return by_tries(shares, policy.penalty / 100)
    return shares[0] if policy.feedback == "immediate" else shares[-1]


def by_tries(shares: Sequence[float], penalty: float) -> float:
    """Each improvement on the best so far counts, less `penalty` (0 to 1) once for every try before.

    The k-th try adds (1 - penalty)^(k - 1) times what it improves.
    """
    total = best = 0.0
    for number, share in enumerate(shares):
        total += max(0.0, share - best) * (1 - penalty) ** number
        best = max(best, share)
    return total


def mastered(shares: Sequence[float], in_a_row: int) -> float:
    """The longest run of right answers, of the run that was asked for."""
    longest = run = 0
    for share in shares:
        run = run + 1 if share >= 1 else 0
        longest = max(longest, run)
    return min(1.0, longest / in_a_row)


def by_certainty(share: float, certainty: int | None) -> float:
    """The share at that certainty, from -2 to 1; who says nothing is taken to be unsure."""
    sure = certainty if certainty in CERTAINTIES else CERTAINTIES[0]
    return (share * _RIGHT[sure] + (1 - share) * _WRONG[sure]) / _RIGHT[3]


def is_settled(policy: Policy, shares: Sequence[float]) -> bool:
    """Whether the question takes no more tries."""
    if policy.mastery is not None:
        is_mastered = mastered(shares, policy.mastery.in_a_row) >= 1
        return is_mastered or len(shares) >= policy.mastery.most
    if policy.feedback == "adaptive":
        return max(shares, default=0.0) >= 1 or len(shares) >= policy.tries
    return policy.feedback == "immediate" and bool(shares)
