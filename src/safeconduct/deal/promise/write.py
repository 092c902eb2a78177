"""The promise level as JSON data: stable names, ids of the words table, and one sentence in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from safeconduct.deal.deeds import Deed
from safeconduct.deal.norms import Norm
from safeconduct.deal.promise.answer import BlockedItem, OptionAnswer, OwedItem, PromiseLevel
from safeconduct.deal.promise.atoms import Atom
from safeconduct.deal.promise.coverage import Row
from safeconduct.deal.promise.explain import Speaker
from safeconduct.deal.promise.unlock import REACHED, Key, Unlocking
from safeconduct.deal.promise.what_if import WhatIf
from safeconduct.kernel import format_instant


def promise_data(answer: PromiseLevel, speaker: Speaker) -> list[dict[str, Any]]:
    """Return for each force level and option the lists ``owed``, ``would_be_owed`` and ``blocked``."""
    return [
        {
            "force": level.force.name.lower(),
            "option": [atom_data(atom, speaker) for atom in option.assumes],
            **_option(option, speaker),
        }
        for level in answer.levels
        for option in level.options
    ]


def _option(option: OptionAnswer, speaker: Speaker) -> dict[str, Any]:
    return {
        "owed": [_owed(item, speaker) for item in option.owed],
        "would_be_owed": [_owed(item, speaker) for item in option.would_be_owed],
        "blocked": [blocked_data(item, speaker) for item in option.blocked],
    }


def _owed(item: OwedItem, speaker: Speaker) -> dict[str, Any]:
    return norm_data(item.norm, speaker) | {"because": [atom_data(atom, speaker) for atom in item.rests_on]}


def norm_data(norm: Norm, speaker: Speaker) -> dict[str, Any]:
    """Return one norm: clause, bearers, force, mode, deed and its sentence."""
    return {
        "clause": norm.clause,
        "norm": norm.id,
        "bearers": list(norm.bearers),
        "force": norm.force.name.lower(),
        "mode": norm.mode.value,
        "deed": deed_data(norm.deed),
        "text": speaker.norm(norm),
    }


def deed_data(deed: Deed) -> dict[str, Any]:
    """Return a deed: actor, act and slots."""
    return {"actor": deed.actor, "act": deed.act, "slots": [list(slot) for slot in deed.slots]}


def atom_data(atom: Atom, speaker: Speaker) -> dict[str, Any]:
    """Return what is waited for: its kind, whose it is, and its words."""
    return {
        "kind": atom.kind,
        "who": atom.actor or None,
        "deed": deed_data(atom.deed) if atom.deed is not None else None,
        "word": atom.word or None,
        "text": speaker.atom(atom),
    }


def blocked_data(item: BlockedItem, speaker: Speaker) -> dict[str, Any]:
    """Return one blocked item with its ``reason`` and ``who``."""
    return {
        "clause": item.clause,
        "norm": item.norm.id if item.norm else None,
        "bearers": list(item.norm.bearers) if item.norm else [item.atom.actor],
        "deed": deed_data(item.atom.deed) if item.atom.deed is not None else None,
        "reason": item.reason,
        "who": list(item.who),
        "since": format_instant(item.since) if item.since else None,
        "needs": [atom_data(atom, speaker) for atom in item.needs],
        "circle": [norm.clause for norm in item.circle],
        "cures": [
            {"first": list(norm.bearers), "clause": norm.clause, "relying_on": atom_data(promise, speaker)}
            for norm, promise in item.cures
        ],
        "against": [atom_data(atom, speaker) for atom in item.against],
        "text": speaker.blocked(item),
    }


def key_data(key: Key, speaker: Speaker) -> dict[str, Any]:
    """Return one smallest set of decisions and what it brings."""
    return {
        "decisions": [atom_data(atom, speaker) for atom in key.decisions],
        "circumstances": [atom_data(atom, speaker) for atom in key.circumstances],
        "who": list(key.who),
        "brings": [norm_data(norm, speaker) for norm in key.brings],
        "text": speaker.key(key),
    }


def unlocking_data(unlocking: Unlocking, speaker: Speaker) -> dict[str, Any]:
    """Return how a goal can be reached and who can stop it."""
    return {
        "goal": unlocking.goal,
        "force": unlocking.force.name.lower(),
        "state": unlocking.state,
        "reached": unlocking.state == REACHED,
        "reachable": unlocking.reachable,
        "sets": [key_data(key, speaker) for key in unlocking.keys],
        "vetoes": list(unlocking.vetoes),
        "blocking_groups": [list(group) for group in unlocking.blocking_groups],
        "complete": unlocking.complete,
    }


def coverage_data(rows: Sequence[Row], speaker: Speaker) -> list[dict[str, Any]]:
    """Return the coverage matrix, one object for each choice."""
    return [
        {
            "choice": atom_data(row.choice, speaker),
            "protectors": [
                {
                    "who": cell.protector,
                    "force": cell.force.name.lower(),
                    "bound": cell.bound,
                    "norms": [norm_data(norm, speaker) | {"bound": norm.id in cell.binding} for norm in cell.norms],
                }
                for cell in row.cells
            ],
        }
        for row in rows
    ]


def what_if_data(overlay: WhatIf, speaker: Speaker) -> dict[str, Any]:
    """Return an overlay and the difference it makes at each force level."""
    assumed = speaker.under(overlay.after.facts)
    return {
        "assumed": list(overlay.assumed),
        "changes": [
            {
                "force": change.force.name.lower(),
                "gained": [norm_data(norm, assumed) for norm in change.gained],
                "lost": [norm_data(norm, speaker) for norm in change.lost],
            }
            for change in overlay.changes
        ],
    }
