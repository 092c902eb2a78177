"""The sentence for a state, a verdict or an entry, in the language asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from safeconduct.errors import Text, in_language, say
from safeconduct.record.disagree import name_of, speaker
from safeconduct.record.marks import Marks
from safeconduct.record.model import CAPTURED, DISPROVED, NOT_PROVED, PROVED, RECORDED, WITNESSED, Entry, Step, Verdict
from safeconduct.record.reconstruct import PARTY

STATES: Mapping[str, Text] = {
    CAPTURED: say("captured: signed by its author, not yet put in order by the keeper"),
    RECORDED: say("recorded: the log has signed it; a quorum of witnesses has not yet"),
    WITNESSED: say("witnessed: a quorum of witnesses has signed a log that holds it"),
}
OVERALL: Mapping[str, Text] = {
    PROVED: say("Proved: this is the record you know, whole and unchanged."),
    NOT_PROVED: say("Not proved: nothing is wrong with it, but something is missing to be sure. Not proved is not false."),
    DISPROVED: say("Disproved: this is not the whole and unchanged record. The first line says why. Keep the file."),
}
_VERDICTS: Mapping[str, Text] = {PROVED: say("proved"), NOT_PROVED: say("not proved"), DISPROVED: say("disproved")}
_STATES: Mapping[str, Text] = {CAPTURED: say("captured"), RECORDED: say("recorded"), WITNESSED: say("witnessed")}
_STEPS: Mapping[str, Text] = {
    "anchor": say("anchor"),
    "checkpoint": say("checkpoint"),
    "entries": say("entries"),
    "held checkpoint": say("held checkpoint"),
    "log signature": say("log signature"),
    "receipt": say("receipt"),
    "seen": say("seen"),
    "tree": say("tree"),
    "witnessed checkpoint": say("witnessed checkpoint"),
    "witnesses": say("witnesses"),
}

WIDEST_ABOUT = 80


def verdict_lines(verdict: Verdict, language: str = "en") -> list[str]:
    """Return a verdict in words: the overall answer, the likeliest cause first, then every step."""
    order = {DISPROVED: 0, NOT_PROVED: 1, PROVED: 2}
    steps = sorted(verdict.steps, key=lambda step: order[step.verdict])
    lines = [in_language(OVERALL[verdict.overall], language)]
    for step in steps:
        what = in_language(say("{step}: {what}", step=_STEPS[step.name], what=step.what), language)
        lines.append(f"  {in_language(_VERDICTS[step.verdict], language):>10}  {what}")
    note = in_language(say("to note"), language)
    return lines + [f"  {note:<10}  {in_language(remark.what, language)}" for remark in verdict.remarks]


def verdict_json(verdict: Verdict, language: str = "en") -> dict[str, Any]:
    """Return a verdict for programs; only its sentences depend on the language."""

    def plain(step: Step) -> dict[str, Any]:
        return {"step": step.name, "verdict": step.verdict, "what": in_language(step.what, language), "entry": step.entry}

    return {
        "verdict": verdict.overall,
        "size": verdict.size,
        "founding": verdict.founding,
        "steps": [plain(step) for step in verdict.steps],
        "remarks": [plain(step) for step in verdict.remarks],
    }


def entry_line(entry: Entry, marks: Marks | None = None, language: str = "en") -> str:
    """Return one line about an entry: index, state, author, type, what it is about, and what other entries say about it."""
    event = entry.event
    account = event.get("account")
    who = say("{actor} (as reported; signed by {party})", actor=account["actor"], party=PARTY) if account else event["actor"]
    about = next(
        (event["body"][key] for key in ("about", "what", "of", "text", "clause") if isinstance(event["body"].get(key), str)), ""
    )
    about = about if len(about) <= WIDEST_ABOUT else f"{about[: WIDEST_ABOUT - 1]}…"
    place = in_language(_STATES[CAPTURED], language) if entry.index is None else f"{entry.index}"
    when = event.get("occurred", {}).get("from", entry.recorded)
    state = in_language(_STATES[entry.state], language)
    line = in_language(say("{who}: {what}", who=who, what=f"{event['type']} {about}".rstrip()), language)
    said = "".join(in_language(text, language) for text in _marked(marks or Marks()))
    return f"{place:>8}  {state:<{_widest(language)}}  {when:<20}  {line}{said}"


def marks_json(marks: Marks) -> dict[str, Any]:
    """Return what other entries say about one, for programs."""
    pairs = {
        "corrected": [marks.corrected] if marks.corrected else [],
        "disputed": marks.disputed,
        "contradicted": marks.contradicted,
    }
    return {
        name: [{"by": speaker(one), "id": name_of(one), "index": one.index} for one in entries] for name, entries in pairs.items()
    }


def _widest(language: str) -> int:
    return max(len(in_language(state, language)) for state in _STATES.values())


def _marked(marks: Marks) -> Iterator[Text]:
    if marks.corrected is not None:
        yield say(" (corrected by its author: {entry})", entry=_place(marks.corrected))
    for one in marks.disputed:
        yield say(" (disputed by {speaker}: {entry})", speaker=speaker(one), entry=_place(one))
    for one in marks.contradicted:
        yield say(" (contradicted by {speaker}: {entry})", speaker=speaker(one), entry=_place(one))


def _place(entry: Entry) -> Text:
    return say("captured") if entry.index is None else say("entry {index}", index=str(entry.index))
