"""One clause explained, as a tree down to its norms, its states and their reasons, the words of its source, the entries that name it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from safeconduct.case.stand import linked, stand
from safeconduct.cli.answer import Line
from safeconduct.cli.question import Question
from safeconduct.deal import write_clause
from safeconduct.deal.language import node_name, tongue
from safeconduct.deal.norms import Force, norms_of
from safeconduct.deal.promise import OptionAnswer, promise_level
from safeconduct.deal.promise.write import blocked_data, norm_data
from safeconduct.deal.speech import kind_in, sort_in
from safeconduct.deal.standing import as_data, exposure_data, exposure_state


def explanations(question: Question, clauses: list[str]) -> list[dict[str, Any]]:
    """Return what is known about some clauses, as documented for ``deal explain --json``.

    Cost: one promise level and one replay, whatever the number of clauses.
    """
    now = promise_level(question.agreement, question.facts, levels=(Force.OFFERED,)).levels[0].options[0]
    instances = as_data(stand(question.case, question.at, question.known_by))["instances"]
    here = (one for dated, one in linked(question.case, question.at, question.known_by) if dated == question.dated)
    links = {one.clause: exposure_data(question.agreement, one) for one in here}
    states = [one for one in instances if one["agreement"] == question.dated.id]
    return [_explanation(question, clause, now, states) | {"exposure": links.get(clause)} for clause in clauses]


def _explanation(question: Question, clause: str, now: OptionAnswer, states: list[dict[str, Any]]) -> dict[str, Any]:
    agreement, speaker = question.agreement, question.speaker
    sentence = agreement.by_id[clause].sentence
    place = agreement.by_id[clause].places
    return {
        "clause": clause,
        "kind": node_name(type(sentence)),
        "text": write_clause(agreement, clause, question.asked.language).replace("[", "").replace("]", ""),
        "places": {language: {"file": at.file, "line": at.line, "column": at.column} for language, at in place.items()},
        "norms": [norm_data(norm, speaker) for norm in norms_of(agreement) if norm.clause == clause],
        "owed": [item.norm.id for item in now.owed if item.norm.clause == clause],
        "would_be_owed": [item.norm.id for item in now.would_be_owed if item.norm.clause == clause],
        "blocked": [blocked_data(item, speaker) for item in now.blocked if item.clause == clause],
        "states": [one for one in states if one["clause"] == clause],
        "sources": [
            {"text": span.text, "file": span.place.file, "line": span.place.line}
            for quote in agreement.quotes
            for span in quote
            if clause in span.becomes
        ],
        "entries": [_entry(question, index) for index in _naming(question, clause)],
    }


def exposure_lines(question: Question, exposure: dict[str, Any]) -> Iterator[Line]:
    """Yield how a link of two movements stands: in a word, then how far each side is ahead and what it may move next."""
    language = question.asked.language
    first, *rest = exposure["text"].get(language, exposure["text"]["en"])
    yield Line(f"{exposure['clause']} · {exposure_state(exposure['state'], language)}{question.say('colon')}{first}", indent=2)
    yield from (Line(text, indent=6) for text in rest)


def _naming(question: Question, clause: str) -> Iterator[int]:
    for index, event in enumerate(question.case.history):
        body = event["body"]
        if body.get("agreement", question.dated.id) == question.dated.id and clause in (
            body.get("clause"),
            *body.get("clauses", ()),
        ):
            yield index


def _entry(question: Question, index: int) -> dict[str, Any]:
    event, place = question.case.history[index], question.case.place_of(index)
    return {
        "id": event["id"],
        "type": event["type"],
        "actor": event["actor"],
        "occurred": event["occurred"],
        "recorded": event["recorded"],
        "source": event.get("source", ""),
        "confidence": event.get("confidence"),
        "file": place.file,
        "line": place.line,
        "index": place.entry,
        "state": event.get("state"),
    }


def explanation_lines(question: Question, found: dict[str, Any]) -> Iterator[Line]:
    """Yield the same for people."""
    yield Line(f"{found['clause']} {found['text']}", "strong")
    if found["exposure"] is not None:
        yield from exposure_lines(question, found["exposure"])
    elif not found["norms"]:
        yield Line(question.say("explain.binds_nobody", kind=sort_in(question.asked.language, found["kind"])), indent=2)
    for norm in found["norms"]:
        state = "owed" if norm["norm"] in found["owed"] else "would" if norm["norm"] in found["would_be_owed"] else ""
        yield Line(norm["text"] + (question.say("colon") + question.say(f"explain.{state}") if state else ""), indent=2)
    yield from (Line(item["text"], indent=2) for item in found["blocked"])
    language = question.asked.language
    for one in found["states"]:
        if one["state"]:
            state = question.say(f"state.{one['state']}")
            yield Line(f"{state}{question.say('colon')}{one['text'].get(language, one['text']['en'])}", indent=2)
    opening, closing = tongue(language).writer.surface.quotes
    yield from (Line(f"{opening}{span['text']}{closing} ({span['file']}:{span['line']})", indent=2) for span in found["sources"])
    for entry in found["entries"]:
        actor = question.case.name_of(entry["actor"], question.asked.language)
        source = f" · {entry['source']}" if entry["source"] else ""
        where = f"{entry['file']}:{entry['line']}" if entry["state"] is None else f"{entry['file']}#{entry['index']}"
        state = f" · {question.say('entry.' + entry['state'])}" if entry["state"] else ""
        yield Line(f"{where} {kind_in(language, entry['type'])} · {actor}{source}{state}", indent=2)
    yield Line()
