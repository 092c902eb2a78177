"""What the deed level tells the promise level: which promises bind no more, and which clauses failed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from safeconduct.deal.norms import Force
from safeconduct.deal.promise.facts import Facts, Over
from safeconduct.deal.standing import model
from safeconduct.deal.standing.model import Instance

_OVER = {"not_taken_up": "lapsed", "withdrawn": "withdrawn", "text_ended": "ended"}
"""The step that decided, to what the promise level calls it. What was refused is not among them: a new decision takes it up."""


def with_deeds(facts: Facts, instances: Iterable[Instance], agreement: int) -> Facts:
    """Return the facts of one text, completed by how its instances stand.

    Arguments:
        agreement: position of the text, from 0.
    """
    own = [one for one in instances if one.agreement == agreement]
    over = {
        norm: Over(_OVER[one.because.code], one.since)
        for one in own
        for norm in one.norms
        if one.since is not None and one.because.code in _OVER and one.norm.force >= Force.OFFERED
    }
    failed = frozenset(one.clause for one in own if one.state in model.FAILED)
    return replace(facts, over=over, failed=failed)
