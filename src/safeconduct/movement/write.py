"""Plans to JSON and back, and to CSV, GeoJSON and iCalendar. All of them are internal: future movements are never public."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from safeconduct.errors import InputWrong, Place, say
from safeconduct.errors import Problem as Trouble
from safeconduct.kernel import Text, format_instant
from safeconduct.movement import codes
from safeconduct.movement.explain import gate_text
from safeconduct.movement.model import Problem
from safeconduct.movement.slots import ceil_slots
from safeconduct.movement.telling.names import Names
from safeconduct.movement.timetable import Bound, Certificate, Convoy, Opening, Plan

FORMAT = 1
SUMMARY = Text.of(en="{persons} persons, {vehicles} vehicles, {leg}", fr="{persons} personnes, {vehicles} véhicules, {leg}")
PLANNED = Text.of(en="Planned, not released.", fr="Prévu, non autorisé à partir.")


def plan_json(problem: Problem, plan: Plan, language: str = "en") -> dict[str, Any]:
    """Return a plan as JSON values; slots are kept, and instants are added for people."""
    return {
        "format": FORMAT,
        "movement": problem.name,
        "start": format_instant(problem.start),
        "slot_minutes": problem.slot,
        "how": plan.how,
        "complete": plan.complete,
        "last": plan.last,
        "last_arrival": format_instant(problem.instant(plan.last)),
        "person_slots": plan.person_slots,
        "bound": None if plan.bound is None else _bound_json(plan.bound),
        "within": "this discretised model",
        "convoys": [convoy_json(problem, convoy, language) for convoy in plan.convoys],
        "assumed": list(problem.assumed),
    }


def convoy_json(problem: Problem, convoy: Convoy, language: str = "en") -> dict[str, Any]:
    """Return one convoy as JSON values, with the protection gate of its leg."""
    leg = problem.leg(convoy.leg)
    return {
        "leg": convoy.leg,
        "slot": convoy.slot,
        "departs": format_instant(problem.instant(convoy.slot)),
        "arrives": format_instant(problem.instant(convoy.slot + ceil_slots(leg.out, problem))),
        "vehicles": [list(entry) for entry in convoy.vehicles],
        "people": [list(entry) for entry in convoy.people],
        "names": [[kind, list(names)] for kind, names in convoy.names],
        "escorts": list(convoy.escorts),
        "ready": problem.gate(convoy.leg).is_open,
        "gate": gate_text(problem.gate(convoy.leg), language),
    }


def _bound_json(bound: Bound) -> dict[str, Any]:
    return {
        "last": bound.last,
        "within": bound.within,
        "person_slots": str(bound.person_slots),
        "proofs": [
            {
                "last": p.last,
                "claim": p.claim,
                "unit": p.unit,
                "value": str(p.value),
                "prices": [[n, [list(e) for e in es]] for n, es in p.prices],
                "gates": [[one.gate, one.earliest, one.latest] for one in p.gates],
                "groups": list(p.groups),
            }
            for p in bound.proofs
        ],
    }


def read_plan(text: str, file: str = "plan.json") -> Plan:
    """Read a plan written by ``plan_json``.

    Raises: InputWrong (``movement/unreadable``); whether the plan is sound is for ``verify`` to say.
    """
    try:
        values = json.loads(text)
        convoys = tuple(_convoy(entry) for entry in values["convoys"])
        bound = _bound(values["bound"]) if values.get("bound") else None
        return Plan(convoys, int(values["last"]), int(values["person_slots"]), bound, bool(values["complete"]), str(values["how"]))
    except json.JSONDecodeError as error:
        lines = text.splitlines()
        excerpt = lines[error.lineno - 1] if error.lineno <= len(lines) else ""
        raise _no_plan(file, say("it is not JSON"), Place(file, error.lineno, error.colno, excerpt)) from None
    except KeyError as error:
        raise _no_plan(file, say("{key} is missing", key=str(error)), Place(file)) from None
    except (ValueError, TypeError, AttributeError, ArithmeticError, RecursionError):
        raise _no_plan(file, say("a value in it is not of the kind it should be"), Place(file)) from None


def _no_plan(file: str, reason: str, where: Place) -> InputWrong:
    what, why = (
        say("{file} is not a plan: {reason}", file=file, reason=reason),
        say("a timetable must be read exactly as it was made"),
    )
    return InputWrong(Trouble(codes.UNREADABLE, what, why, say("write it again with `safeconduct movement plan`"), where))


def _convoy(entry: dict[str, Any]) -> Convoy:
    return Convoy(
        str(entry["leg"]),
        int(entry["slot"]),
        tuple((str(kind), int(number)) for kind, number in entry["vehicles"]),
        tuple((str(group), str(kind), int(number)) for group, kind, number in entry["people"]),
        tuple((str(kind), tuple(str(name) for name in names)) for kind, names in entry.get("names", [])),
        tuple(str(name) for name in entry.get("escorts", [])),
    )


def _bound(entry: dict[str, Any]) -> Bound:
    proofs = tuple(
        Certificate(
            int(p["last"]),
            str(p["claim"]),
            int(p["unit"]),
            tuple((str(name), tuple((int(slot), int(price)) for slot, price in entries)) for name, entries in p["prices"]),
            Fraction(p["value"]),
            tuple(Opening(str(g), int(a), None if b is None else int(b)) for g, a, b in p.get("gates", [])),
            tuple(str(group) for group in p.get("groups", [])),
        )
        for p in entry["proofs"]
    )
    return Bound(int(entry["last"]), Fraction(entry["person_slots"]), int(entry["within"]), proofs)


def plan_csv(problem: Problem, plan: Plan, language: str = "en") -> str:
    """Return the timetable a convoy leader reads: one line for each convoy."""
    out, names = io.StringIO(), Names(problem, language)
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["departs", "arrives", "leg", "from", "to", "vehicles", "people", "persons", "escorts", "ready", "gate"])
    for convoy in plan.convoys:
        leg = problem.leg(convoy.leg)
        gate = problem.gate(convoy.leg)
        table.writerow(
            [
                format_instant(problem.instant(convoy.slot)),
                format_instant(problem.instant(convoy.slot + ceil_slots(leg.out, problem))),
                convoy.leg,
                names.place(leg.origin),
                names.place(leg.destination),
                " ".join(f"{kind}:{number}" for kind, number in convoy.vehicles),
                " ".join(f"{group}:{kind}:{number}" for group, kind, number in convoy.people),
                convoy.persons,
                "; ".join(convoy.escorts),
                "yes" if gate.is_open else "no",
                gate_text(gate, language),
            ]
        )
    return out.getvalue()


def plan_geojson(problem: Problem, plan: Plan, language: str = "en") -> dict[str, Any]:
    """Return places and legs with what the plan carries over them; drawings are illustrative."""
    features: list[dict[str, Any]] = []
    names = Names(problem, language)
    for place in problem.places:
        if place.point:
            geometry = {"type": "Point", "coordinates": [place.point.longitude, place.point.latitude]}
            features.append(
                {
                    "type": "Feature",
                    "geometry": geometry,
                    "properties": {"id": place.id, "name": names.place(place.id), "kind": place.kind},
                }
            )
    for leg in problem.legs:
        ends = [problem.place(leg.origin).point, problem.place(leg.destination).point]
        path = leg.path or tuple(point for point in ends if point)
        carried = [convoy for convoy in plan.convoys if convoy.leg == leg.id]
        properties = {
            "id": leg.id,
            "name": names.leg(leg.id),
            "convoys": len(carried),
            "persons": sum(convoy.persons for convoy in carried),
            "ready": problem.gate(leg.id).is_open,
            "gate": gate_text(problem.gate(leg.id), language),
            "drawing": leg.drawn_by or "illustrative",
        }
        if len(path) >= 2:
            geometry = {"type": "LineString", "coordinates": [[p.longitude, p.latitude] for p in path]}
            features.append({"type": "Feature", "geometry": geometry, "properties": properties})
    return {"type": "FeatureCollection", "features": features}


def plan_ical(problem: Problem, plan: Plan, stamp: datetime, language: str = "en") -> str:
    """Return the timetable as an iCalendar file, every event marked CONFIDENTIAL; ``stamp`` is when it is written.

    Source: RFC 5545.
    """
    names = Names(problem, language)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//safeconduct//movement//EN"]
    for number, convoy in enumerate(plan.convoys, start=1):
        leg = problem.leg(convoy.leg)
        begin = problem.instant(convoy.slot)
        end = begin + timedelta(minutes=ceil_slots(leg.out, problem) * problem.slot)
        what = SUMMARY.in_language(language).format(
            persons=convoy.persons, vehicles=sum(n for _, n in convoy.vehicles), leg=names.leg(leg.id)
        )
        gate = gate_text(problem.gate(convoy.leg), language)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{number}-{convoy.leg}-{convoy.slot}@safeconduct.invalid",
            f"DTSTAMP:{_ical(stamp)}",
            f"DTSTART:{_ical(begin)}",
            f"DTEND:{_ical(end)}",
            *_folded(f"SUMMARY:{_escaped(what)}"),
            *_folded(f"DESCRIPTION:{_escaped(PLANNED.in_language(language) + ' ' + gate)}"),
            "CLASS:CONFIDENTIAL",
            "STATUS:TENTATIVE",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def _ical(instant: datetime) -> str:
    return format_instant(instant).replace("-", "").replace(":", "")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> list[str]:
    """Fold a line after 72 octets, never within a character (RFC 5545 allows 75 with the space that begins the next)."""
    parts, size = [""], 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > 72:
            parts, size = [*parts, ""], 0
        parts[-1] += sign
        size += octets
    return [parts[0], *(f" {part}" for part in parts[1:])]
