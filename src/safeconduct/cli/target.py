"""What a question is about: a case, an instant, one agreement of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from safeconduct.cli.codes import NO_AGREEMENT
from safeconduct.cli.verb import Asked
from safeconduct.errors import InputWrong, Problem, say

if TYPE_CHECKING:
    from safeconduct.case import Case, Dated
    from safeconduct.kernel import Zone

_FIRST_YEAR, _LAST_YEAR = 1000, 9000
file_or_case = click.argument("target", metavar="FILE-OR-CASE")
which_agreement = click.option(
    "--agreement",
    "which",
    metavar="NAME",
    help="One agreement of the case, by file name or number; by default the last that stood then.",
)


def instants(case: Case, asked: Asked) -> tuple[datetime, datetime | None]:
    """Return the instant asked about and the one known by.

    Without ``--at`` a reconstruction is shown as it stood after its last entry, a live case as it stands now.
    """
    known_by = _instant(asked.known_by, case.zone) if asked.known_by else None
    if asked.at:
        return _instant(asked.at, case.zone), known_by
    if case.settings.is_reconstruction and case.last_instant is not None:
        return case.last_instant, known_by
    return datetime.now(UTC), known_by


def _instant(text: str, zone: Zone) -> datetime:
    """A day means its last second: what happened on that day is in, what begins with the next is not."""
    from safeconduct.kernel import parse_instant, parse_when

    instant = parse_when(text, zone, end=True)
    if not _FIRST_YEAR <= instant.year <= _LAST_YEAR:
        parse_instant(f"year {instant.year}")  # refused: no limit could be counted from there
    return instant if "T" in text else instant - timedelta(seconds=1)


def agreement_of(case: Case, which: str | None, at: datetime) -> Dated:
    """Return the agreement a question is about.

    Raises: InputWrong (``cli/no-such-agreement``, ``case/no-agreement-yet``).
    """
    from safeconduct.case import no_agreement_yet

    if which is None:
        found = case.standing_at(at)
        if found is None:
            raise no_agreement_yet(case, at)
        return found
    for number, dated in enumerate(case.agreements, 1):
        if which in (dated.id, dated.agreement.file, str(number)):
            return dated
    listed = ", ".join(f"{number} {dated.id}" for number, dated in enumerate(case.agreements, 1))
    what = say("the case has no agreement {which}", which=which)
    raise InputWrong(
        Problem(NO_AGREEMENT, what, why=say("an answer belongs to one text"), do=say("agreements: {listed}", listed=listed))
    )
