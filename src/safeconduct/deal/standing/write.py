"""The standing as plain data for ``--json``: documented here, and stable."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from safeconduct.deal.deeds import Deed
from safeconduct.deal.model import Agreement
from safeconduct.deal.standing.explain import LANGUAGES, Teller
from safeconduct.deal.standing.model import Difference, Instance, Reason, Standing
from safeconduct.deal.standing.readings import across_views
from safeconduct.deal.standing.references import label
from safeconduct.deal.standing.timing import Band
from safeconduct.kernel import Count, format_instant


def as_data(standing: Standing) -> dict[str, Any]:
    """Return the standing as data.

    Returns: ``{"at", "known_by", "agreements", "instances", "notes"}``. Each instance has ``agreement``, ``clause``, ``norm``, ``trigger``,
        ``state``, ``since``, ``due``, ``due_latest`` (UTC, or null), ``bearers``, ``force``, ``mode``, ``act``, ``progress`` ([low, high] or null),
        ``needs``, ``in_time``, ``parties``, ``text`` (by language), ``because`` (the tree of reasons: ``code``, ``text``, ``clause``, ``entries``,
        ``where``, ``because``); where they differ, ``readings`` and ``views``: objects with ``name`` and the fields that then hold; and, where
        views were given, ``across_views``.
    """
    writer = _Writer(standing)
    return {
        "at": format_instant(standing.at),
        "known_by": _time(standing.known_by),
        "agreements": [label(agreement) for agreement in standing.agreements],
        "instances": [*(writer.instance(one) for one in standing.instances), *writer.only_elsewhere()],
        "notes": [writer.reason(reason, 0) for reason in standing.notes],
    }


class _Writer:
    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self.keys = standing.by_key()
        self.tellers = [
            {language: Teller.of(standing, number, language) for language in LANGUAGES}
            for number in range(len(standing.agreements))
        ]

    def instance(self, one: Instance) -> dict[str, Any]:
        """Return one instance, with what readings and views change."""
        data: dict[str, Any] = {
            "agreement": label(self.standing.agreements[one.agreement]),
            "clause": one.clause,
            "norm": one.norm.id,
        }
        data |= {"trigger": one.trigger or None, "bearers": list(one.bearers), "force": one.force.name.lower()}
        data |= {"mode": one.norm.mode.value, "act": one.norm.deed.act} | self.state(one)
        for name, differences in (("readings", self.standing.readings), ("views", self.standing.views)):
            changed = [self.changed(difference, one) for difference in differences]
            if any(changed):
                data[name] = [item for item in changed if item]
        if self.standing.view_names:
            data["across_views"] = across_views(self.standing, one.key)
        return data

    def state(self, one: Instance) -> dict[str, Any]:
        """Return what may differ between readings and views."""
        return {
            "state": one.state,
            "since": _time(one.since),
            "due": _time(one.due),
            "due_latest": _time(one.due_latest),
            "progress": list(one.progress) if one.progress else None,
            "needs": one.needs,
            "in_time": one.in_time or None,
            "parties": list(one.parties),
            "election": self.election(one),
            "text": {language: teller.instance(one) for language, teller in self.tellers[one.agreement].items()},
            "because": self.reason(one.because, one.agreement),
        }

    def election(self, one: Instance) -> dict[str, Any] | None:
        """Return the options of an election with how many chose and did each, and how many declared no choice."""
        if not one.choices:
            return None
        tellers = self.tellers[one.agreement].items()
        options = [
            {
                "acts": [deed.act for deed in choice.deeds],
                "text": {language: teller.option(choice) for language, teller in tellers},
                "chosen": list(choice.chosen),
                "done": list(choice.done),
            }
            for choice in one.choices
        ]
        return {"options": options, "remainder": list(one.remainder) if one.remainder else None}

    def changed(self, difference: Difference, one: Instance) -> dict[str, Any] | None:
        """Return how an instance stands under a difference; None when it stands the same."""
        found = next((other for other in difference.instances if other.key == one.key), None)
        if found is not None:
            return {"name": difference.name, "clause": difference.clause or None} | self.state(found)
        return {"name": difference.name, "clause": difference.clause or None, "state": None} if one.key in difference.gone else None

    def only_elsewhere(self) -> list[dict[str, Any]]:
        """Return instances that exist only under a rival reading or in a view."""
        found: dict[tuple[int, str, str], dict[str, Any]] = {}
        for name, differences in (("readings", self.standing.readings), ("views", self.standing.views)):
            for difference in differences:
                for one in difference.instances:
                    if one.key not in self.keys:
                        row = found.setdefault(one.key, self.absent(one))
                        row.setdefault(name, []).append(self.changed(difference, one))
        return list(found.values())

    def absent(self, one: Instance) -> dict[str, Any]:
        """Return the row of an instance that the text as written, under all entries, does not have."""
        row: dict[str, Any] = {
            "agreement": label(self.standing.agreements[one.agreement]),
            "clause": one.clause,
            "norm": one.norm.id,
        }
        row |= {"trigger": one.trigger or None, "bearers": list(one.bearers)}
        row |= {"state": None, "since": None, "due": None, "because": None}
        return row

    def reason(self, reason: Reason, agreement: int) -> dict[str, Any]:
        """Return a reason and everything under it, down to clauses, entries and places in the file."""
        return {
            "code": reason.code,
            "text": {language: teller.reason(reason) for language, teller in self.tellers[agreement].items()},
            "args": {name: _plain(value) for name, value in reason.args},
            "clause": reason.clause or None,
            "where": _where(self.standing.agreements[agreement], reason.clause),
            "entries": list(reason.entries),
            "because": [self.reason(one, agreement) for one in reason.under],
        }


def _where(agreement: Agreement, clause: str) -> list[dict[str, Any]]:
    found = agreement.by_id.get(clause)
    places = found.places.items() if found else ()
    return [{"language": language, "file": p.file, "line": p.line, "column": p.column} for language, p in places]


def _time(instant: datetime | None) -> str | None:
    return None if instant is None else format_instant(instant)


def _plain(value: Any) -> Any:
    if isinstance(value, Band):
        return [format_instant(value.low), format_instant(value.high)]
    if isinstance(value, datetime):
        return format_instant(value)
    if isinstance(value, Count):
        return [value.low, value.high]
    if isinstance(value, Deed):
        return value.act
    return [_plain(item) for item in value] if isinstance(value, tuple) else value
