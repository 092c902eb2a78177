"""The sentence for a state, a verdict or an entry."""

from __future__ import annotations

from typing import Any

from safeconduct.record.model import CAPTURED, DISPROVED, NOT_PROVED, PROVED, RECORDED, WITNESSED, Entry, Step, Verdict
from safeconduct.record.reconstruct import PARTY

STATES = {
    CAPTURED: "captured: signed by its author, not yet put in order by the keeper",
    RECORDED: "recorded: the log has signed it; a quorum of witnesses has not yet",
    WITNESSED: "witnessed: a quorum of witnesses has signed a log that holds it",
}
OVERALL = {
    PROVED: "Proved: this is the record you know, whole and unchanged.",
    NOT_PROVED: "Not proved: nothing is wrong with it, but something is missing to be sure. Not proved is not false.",
    DISPROVED: "Disproved: this is not the whole and unchanged record. The first line says why. Keep the file.",
}


def verdict_lines(verdict: Verdict) -> list[str]:
    """Return a verdict in words: the overall answer, the likeliest cause first, then every step."""
    order = {DISPROVED: 0, NOT_PROVED: 1, PROVED: 2}
    steps = sorted(verdict.steps, key=lambda step: order[step.verdict])
    lines = [OVERALL[verdict.overall], *(f"  {step.verdict:>10}  {step.name}: {step.what}" for step in steps)]
    return lines + [f"  to note     {remark.what}" for remark in verdict.remarks]


def verdict_json(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict for programs."""

    def plain(step: Step) -> dict[str, Any]:
        return {"step": step.name, "verdict": step.verdict, "what": step.what, "entry": step.entry}

    return {
        "verdict": verdict.overall,
        "size": verdict.size,
        "founding": verdict.founding,
        "steps": [plain(step) for step in verdict.steps],
        "remarks": [plain(step) for step in verdict.remarks],
    }


def entry_line(entry: Entry, correction: Entry | None = None) -> str:
    """Return one line about an entry: index, state, author, type, what it is about, and its author's last correction of it."""
    event = entry.event
    account = event.get("account")
    who = f"{account['actor']} (as reported; signed by {PARTY})" if account else event["actor"]
    about = next(
        (event["body"][key] for key in ("about", "what", "of", "text", "clause") if isinstance(event["body"].get(key), str)), ""
    )
    by = "captured" if correction is None or correction.index is None else f"entry {correction.index}"
    mended = f" (corrected by its author: {by})" if correction else ""
    place = "captured" if entry.index is None else f"{entry.index}"
    when = event.get("occurred", {}).get("from", entry.recorded)
    return f"{place:>8}  {entry.state:<9}  {when:<20}  {who}: {event['type']} {about}".rstrip() + mended
