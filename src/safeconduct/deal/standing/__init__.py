"""How every clause stands: the record replayed against the agreement, at an instant, with what was known by then.

    >>> from safeconduct.deal import read
    >>> from safeconduct.deal.standing import explain, read_events, standing
    >>> from safeconduct.kernel import parse_instant
    >>> text = '''---
    ... format: safeconduct-deal/1
    ... deal: quay
    ... title: {en: "The quay"}
    ... languages: [en]
    ... clock: UTC
    ... day-count: 0
    ... ---
    ... ## Words
    ...
    ... | id | kind | English | shown by |
    ... | --- | --- | --- | --- |
    ... | north | party | North | |
    ... | open_gate | act | open the gate | |
    ...
    ... ## English
    ...
    ... **1.1** [North] undertakes to [open the gate], by 3 May 2020.
    ...
    ... **2.1** Signed on 1 May 2020 by [North] as a party.
    ... '''
    >>> agreement = read(text.encode())
    >>> entry = {"id": "e1", "deal": "quay", "type": "deed", "actor": "north", "recorded": "2020-05-02T10:00Z",
    ...          "occurred": {"from": "2020-05-02T09:00Z", "to": "2020-05-02T09:00Z"}, "body": {"act": "open_gate"}}
    >>> events = read_events([entry], "quay", "history.jsonl")
    >>> for day in (2, 3):
    ...     at = parse_instant(f"2020-05-0{day}T00:00Z")
    ...     print([(instance.clause, instance.state) for instance in standing([agreement], events, at).instances])
    [('1.1', 'due')]
    [('1.1', 'fulfilled')]

The public interface: ``read_events(lines_or_dicts, agreement_deal, file) -> tuple[Event, ...]``; ``standing(agreements, events, at,
known_by=None, views=None) -> Standing`` (agreements in the order of time; views: name to a test of entries); ``as_data(standing)``;
``open_doers(agreements, event)`` (who has to be asked for); ``explain(standing, instance, language)``, ``explain_difference`` beside another reading or view; ``exposures(agreement, events, at)``,
``stages`` and ``debts(standing)``, with ``explain_exposure``, ``explain_debt``, ``exposure_data``, ``exposure_state``; ``Replay`` for many
questions about a growing record.

Files in reading order: ``model.py`` (states, instances, reasons), ``fields.py`` and ``events.py`` (entries: every type and its body), ``timing.py`` and
``counting.py`` (pure arithmetic), ``sheet.py``, ``references.py``, ``corrections.py`` and ``record.py`` (entries found by what they are about), ``world.py``;
``shown.py``, ``proof.py``, ``doers.py``, ``evidence.py``, ``quantity.py``, ``choice.py``, ``performance.py`` (what the record shows); ``signing.py``, ``moments.py``, ``life.py`` (the text
itself); ``pause.py``, ``stated.py``, ``releases.py``, ``limits.py`` (until when); ``premature.py``, ``bodies.py``, ``findings.py`` (who found
what); ``closings.py``, ``decisions.py``, ``orders.py``, ``undertakings.py``, ``premises.py``, ``powers.py``, ``suspension.py`` (conditions, and what a
notice is worth); ``priority.py``; ``periods.py`` and ``occasions.py`` (what gives rise to an instance); ``lifecycle.py`` (the case),
``duty.py``, ``ended.py``, ``offer.py``, ``lasting.py``, ``elections.py`` (the rules), ``contrary.py``, ``notices.py`` (what does not decide, and is told);
``replay.py``, ``recorded.py`` (``Recorded``: the times of one text), ``perhaps.py``, ``readings.py``, ``answer.py``; ``promised.py`` (``facts_of(replay, number)``: what it tells the promise level); ``exposure.py``,
``stages.py``, ``debts.py``; ``explain.py``, ``explain_exposure.py``, ``write.py``.

Left out on purpose: promises not yet acted on (``deal.promise``), and any conclusion of breach: only a finding by somebody whom the
text or the parties empower makes one.
"""

from safeconduct.deal.standing.answer import standing
from safeconduct.deal.standing.corrections import restated
from safeconduct.deal.standing.debts import Debt, debts
from safeconduct.deal.standing.doers import open_doers
from safeconduct.deal.standing.events import Event, fits, read_events
from safeconduct.deal.standing.explain import explain, explain_difference, until
from safeconduct.deal.standing.explain_exposure import explain_debt, explain_exposure, exposure_data, exposure_state
from safeconduct.deal.standing.exposure import Exposure, exposures
from safeconduct.deal.standing.model import STATES, Difference, Instance, Reason, Standing
from safeconduct.deal.standing.promised import facts_of
from safeconduct.deal.standing.readings import across_views, sources_view
from safeconduct.deal.standing.record import as_corrected
from safeconduct.deal.standing.recorded import Recorded
from safeconduct.deal.standing.replay import Replay
from safeconduct.deal.standing.stages import StageStanding, stages
from safeconduct.deal.standing.write import as_data

__all__ = [
    "STATES",
    "Debt",
    "Difference",
    "Event",
    "Exposure",
    "Instance",
    "Reason",
    "Recorded",
    "Replay",
    "StageStanding",
    "Standing",
    "across_views",
    "as_corrected",
    "as_data",
    "debts",
    "explain",
    "explain_debt",
    "explain_difference",
    "explain_exposure",
    "exposure_data",
    "exposure_state",
    "exposures",
    "facts_of",
    "fits",
    "open_doers",
    "read_events",
    "restated",
    "sources_view",
    "stages",
    "standing",
    "until",
]
