"""The lint a mediator wants before signing: what a text does not settle, why it matters, and a sentence that would settle it.

    >>> from safeconduct.deal import read
    >>> from safeconduct.deal.lint import lint
    >>> bare = read(b'''---
    ... format: safeconduct-deal/1
    ... deal: example
    ... title: {en: Example}
    ... languages: [en]
    ... clock: Europe/Lisbon
    ... day-count: 0
    ... ---
    ... ## Words
    ... | id | kind | English | shown by |
    ... | --- | --- | --- | --- |
    ... | north | party | north | |
    ... | open_gate | act | open the gate | observation |
    ... ## English
    ... **1.1** [North] undertakes to [open the gate], by day 3.
    ... ''')
    >>> [finding.element for finding in lint(bare)][:3]
    ['who', 'when, day-count', 'verified by whom']

The lint asks nothing that the text could not answer in the language: each finding ends with a sentence that reads. It judges
drafting and nothing else; whether a promise is wise is not its business, and a text without findings is not thereby fair.

Files in reading order: ``model.py`` (finding, gap, survey), ``clauses.py`` (what one clause lacks), ``whole.py`` (what the text
lacks), ``protection.py`` (what protects people), ``traps.py`` (what reads well and does not work), ``example.py`` (sentences that
answer), ``wording.toml`` (what is said, in English and French), ``wording.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from safeconduct.deal.lint import clauses, protection, traps, whole
from safeconduct.deal.lint.model import Finding, Gap, Survey
from safeconduct.deal.lint.wording import ELEMENTS, worded
from safeconduct.deal.model import Agreement

__all__ = ["ELEMENTS", "Finding", "gaps", "lint"]

_RULES: tuple[Callable[[Survey], Iterator[Gap]], ...] = (
    clauses.who,
    clauses.signers,
    protection.whom,
    clauses.what,
    traps.elsewhere,
    clauses.how_many,
    clauses.counted,
    clauses.measured,
    traps.twice,
    clauses.from_and_to,
    whole.entry,
    clauses.when,
    traps.deadline,
    clauses.sequence,
    traps.unsettled,
    traps.linked,
    traps.force,
    traps.contrary,
    clauses.shown_by,
    clauses.untested,
    clauses.declared,
    whole.verified,
    whole.disputes,
    whole.breach,
    protection.goes_first,
    protection.voluntary,
    protection.destination,
    protection.option,
    protection.family,
    protection.loading,
    protection.stay,
    protection.come_back,
    whole.expiry,
    protection.survival,
    traps.aim,
    traps.unsaid,
    whole.afterwards,
    whole.amendment,
    whole.slot,
)


def lint(agreement: Agreement, language: str = "en") -> tuple[Finding, ...]:
    """Return every gap of an agreement.

    Arguments:
        language: of the texts, ``en`` or ``fr``; codes and elements are the same in every language.

    Returns: findings in the order of the elements: who, what, how many, …; one for each clause, or one for the whole text.
    Holds: ``harbour`` has none, and taking one element out of it yields exactly the finding of that element
        (test_each_element_in_turn).
    """
    survey = Survey(agreement)
    return tuple(worded(survey, gap, language) for rule in _RULES for gap in rule(survey))


def gaps(agreement: Agreement) -> tuple[Gap, ...]:
    """Return the same gaps before they are put into words, with their example as a tree."""
    survey = Survey(agreement)
    return tuple(gap for rule in _RULES for gap in rule(survey))
