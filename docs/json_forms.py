"""Writes ``json.md``: the JSON each verb answers with, as JSON Schemas. Story tests hold every answer against them.

python docs/json_forms.py            says whether the page is out of step (and leaves with 1)
python docs/json_forms.py --accept   rewrites it; the difference is the review
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from in_step import keep

PAGE = Path(__file__).parent / "json.md"
Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
BOOL: Schema = {"type": "boolean"}
NUMBER: Schema = {"type": "number"}
FORMAT: Schema = {"enum": ["csv", "geojson", "ical", "svg"]}
INSTANT: Schema = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}

STATE: Schema = {"enum": ["captured", "recorded", "witnessed"]}
VERDICT: Schema = {"enum": ["proved", "not proved", "disproved"]}


def ref(name: str) -> Schema:
    """Return a reference to a shared part."""
    return {"$ref": f"#/$defs/{name}"}


def maybe(schema: Schema) -> Schema:
    """Return a schema that allows null too."""
    return {"anyOf": [schema, {"type": "null"}]}


def many(schema: Schema) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": schema}


def form(**properties: Schema) -> Schema:
    """Return the schema of an object with exactly these keys; a trailing underscore is left out of the key."""
    named = {key.rstrip("_"): value for key, value in properties.items()}
    return {"type": "object", "properties": named, "required": list(named), "additionalProperties": False}


def row(*cells: Schema) -> Schema:
    """Return the schema of a list with exactly these cells."""
    return {"type": "array", "prefixItems": list(cells), "minItems": len(cells), "maxItems": len(cells)}


RANGE: Schema = {"type": "array", "prefixItems": [WHOLE, maybe(WHOLE)], "minItems": 2, "maxItems": 2}
"""Lowest and highest figure; null where no upper figure is known."""


def answer(**properties: Schema) -> Schema:
    """Return the schema of an answer: ``ok`` is whether the exit code is 0."""
    return form(ok=BOOL, **properties)


PLAN: dict[str, Schema] = {
    "format": {"const": 1},
    "movement": TEXT,
    "start": INSTANT,
    "slot_minutes": WHOLE,
    "how": TEXT,
    "complete": BOOL,
    "last": WHOLE,
    "last_arrival": INSTANT,
    "person_slots": WHOLE,
    "bound": maybe(form(last=WHOLE, within=WHOLE, person_slots=TEXT, proofs=many(ref("certificate")))),
    "within": {"const": "this discretised model"},
    "convoys": many(ref("convoy")),
    "assumed": many(TEXT),
}
LIVE: dict[str, Schema] = {
    "debts": many(form(clause=TEXT, given=TEXT, persons=WHOLE)),
    "gates": many(
        form(
            clause=TEXT,
            held=many(TEXT),
            awaited=many(TEXT),
            where={"enum": ["departed", "crossed", "arrived"]},
            number=WHOLE,
            counted=WHOLE,
            everyone=BOOL,
            there=row(WHOLE, WHOLE),
        )
    ),
}


ABOUT: dict[str, Schema] = {"case": TEXT, "agreement": TEXT, "at": INSTANT, "known_by": maybe(INSTANT), "reconstruction": BOOL}
EXPOSURE: dict[str, Schema] = {
    "clause": TEXT,
    "state": {"enum": ["within the bound", "beyond the bound", "deadlock", "cannot tell"]},
    "ahead": maybe(TEXT),
    "left": {"$ref": "#/$defs/side"},
    "right": {"$ref": "#/$defs/side"},
    "batch": WHOLE,
    "safe": many(TEXT),
    "deadlock": BOOL,
    "cures": many(form(kind=TEXT, group=maybe(TEXT), number=maybe(WHOLE), who=many(TEXT))),
    "text": {"type": "object"},
}
SHARED: dict[str, Schema] = {
    "place": form(file=TEXT, line=WHOLE, column=WHOLE, excerpt=TEXT),
    "problem": form(
        code=TEXT,
        what=TEXT,
        why=TEXT,
        do=TEXT,
        where=maybe(form(file=TEXT, line=WHOLE, column=WHOLE, excerpt=TEXT, entry=maybe(WHOLE))),
        more=many(TEXT),
    ),
    "finding": form(code=TEXT, clause=TEXT, element=TEXT, text=TEXT, where=ref("place")),
    "deed": form(actor=TEXT, act=TEXT, slots=many({"type": "array", "items": TEXT, "minItems": 2, "maxItems": 2})),
    "atom": form(kind=TEXT, who=maybe(TEXT), deed=maybe(ref("deed")), word=maybe(TEXT), text=TEXT),
    "norm": form(clause=TEXT, norm=TEXT, bearers=many(TEXT), force=TEXT, mode=TEXT, deed=ref("deed"), text=TEXT),
    "reads": form(state={"enum": ["owed", "blocked"]}, reason=maybe(TEXT), who=many(TEXT), text=TEXT),
    "covering": form(clause=TEXT, norm=TEXT, bearers=many(TEXT), force=TEXT, mode=TEXT, deed=ref("deed"), text=TEXT, bound=BOOL),
    "owed": form(
        clause=TEXT, norm=TEXT, bearers=many(TEXT), force=TEXT, mode=TEXT, deed=ref("deed"), text=TEXT, because=many(ref("atom"))
    ),
    "blocked": form(
        clause=TEXT,
        norm=maybe(TEXT),
        bearers=many(TEXT),
        deed=maybe(ref("deed")),
        reason={
            "enum": [
                "unpromised",
                "undecided",
                "deadlocked",
                "excluded",
                "contradicted",
                "lapsed",
                "withdrawn",
                "waived",
                "closed",
                "ended",
            ]
        },
        who=many(TEXT),
        since=maybe(INSTANT),
        needs=many(ref("atom")),
        circle=many(TEXT),
        cures=many(form(first=many(TEXT), clause=TEXT, relying_on=ref("atom"))),
        against=many(ref("atom")),
        text=TEXT,
    ),
    "key": form(decisions=many(ref("atom")), circumstances=many(ref("atom")), who=many(TEXT), brings=many(ref("norm")), text=TEXT),
    "row": form(choice=ref("atom"), protectors=many(form(who=TEXT, force=TEXT, bound=BOOL, norms=many(ref("covering"))))),
    "entry": form(
        id=TEXT,
        type=TEXT,
        actor=TEXT,
        occurred=form(from_=INSTANT, to=INSTANT),
        recorded=INSTANT,
        source=maybe(TEXT),
        confidence=maybe(TEXT),
        body={"type": "object"},
    ),
    "side": form(
        group=TEXT,
        moved=many(maybe(WHOLE)),
        counters_differ=BOOL,
        entries=many(TEXT),
        lead=many(maybe(WHOLE)),
        bound=WHOLE,
        within={"enum": ["yes", "no", "unknown"]},
        next_most=maybe(WHOLE),
    ),
    "exposure": form(**EXPOSURE),
    "link": form(agreement=TEXT, **EXPOSURE),
    "clock": form(
        agreement=TEXT,
        clause=TEXT,
        by=TEXT,
        event=TEXT,
        state=TEXT,
        warned=INSTANT,
        holds={"enum": ["yes", "no", "unknown"]},
        earliest=INSTANT,
        latest=INSTANT,
        accounts=many(form(source=maybe(TEXT), earliest=maybe(INSTANT), latest=maybe(INSTANT), text=maybe(TEXT))),
    ),
    "step": form(step=TEXT, verdict=VERDICT, what=TEXT, entry=maybe(WHOLE)),
    "signed": form(
        index=maybe(WHOLE),
        id=TEXT,
        type=TEXT,
        actor=TEXT,
        author=TEXT,
        occurred=maybe(form(from_=INSTANT, to=INSTANT)),
        recorded=TEXT,
        logged=TEXT,
        witnessed=maybe(INSTANT),
        state=STATE,
        hash=TEXT,
        method=maybe(TEXT),
        source=maybe(TEXT),
        confidence=maybe(TEXT),
        place=maybe(TEXT),
        seen=maybe({"type": "object"}),
        body={"type": "object"},
        **dict.fromkeys(("corrected", "disputed", "contradicted"), many(ref("mark"))),
    ),
    "mark": form(by=TEXT, id=TEXT, index=maybe(WHOLE)),
    "stop": form(suspension=ref("entry"), accounts=many(ref("entry"))),
    "figures": form(what=TEXT, stage=TEXT, disagree=BOOL, figures=many(form(low=WHOLE, high=maybe(WHOLE), entry=ref("entry")))),
}
REPAIR: Schema = form(clause=TEXT, kind=TEXT, about=TEXT, unit=TEXT, by=WHOLE, words=TEXT)
CONFLICT: dict[str, Schema] = {"conflict": many(form(clause=TEXT, kind=TEXT, about=TEXT, words=TEXT)), "repairs": many(REPAIR)}

FORMS: dict[str, tuple[str, Schema]] = {
    "problems": (
        "Any verb but `deal check`, when it cannot answer. `ok` is false; the exit code says which family.",
        form(ok={"const": False}, problems=many(ref("problem"))),
    ),
    "deal check": (
        "Problems of reading and of structure come first, with an empty `element`; then what the text does not settle.",
        answer(findings=many(ref("finding"))),
    ),
    "deal show": (
        "`tree` follows the schema that `deal schema` prints, `tree_digest` is equal for every language, `ends` are the days on which months end.",
        answer(
            file=TEXT,
            title=TEXT,
            language=TEXT,
            languages=many(TEXT),
            file_digest=TEXT,
            tree_digest=TEXT,
            clauses=many(form(id=TEXT, text=TEXT)),
            notes=many(form(clause=TEXT, text=TEXT, ends=many(TEXT), where=ref("place"))),
            tree={"type": "object"},
        ),
    ),
    "deal owed": (
        "One object for each force level and option; an empty `option` is *as it stands*.",
        answer(
            **ABOUT,
            answers=many(
                form(
                    force={"enum": ["offered", "undertaken"]},
                    option=many(ref("atom")),
                    owed=many(ref("owed")),
                    would_be_owed=many(ref("owed")),
                    blocked=many(ref("blocked")),
                )
            ),
        ),
    ),
    "deal unlock": (
        "`sets` are the smallest sets of open decisions, smallest first. `next` is there without `--goal`.",
        {
            "oneOf": [
                answer(**ABOUT, goals=many(ref("unlocking")), next=many(ref("key"))),
                answer(**ABOUT, goals=many(ref("unlocking"))),
            ]
        },
    ),
    "deal what-if": (
        "What each force level would gain and lose, *as it stands*.",
        answer(**ABOUT, assumed=many(TEXT), changes=many(form(force=TEXT, gained=many(ref("norm")), lost=many(ref("norm"))))),
    ),
    "deal coverage": ("One row for each choice somebody has.", answer(**ABOUT, rows=many(ref("row")))),
    "deal explain": (
        "One object for each clause, down to the words of its source and the entries that name it; `exposure` for a link of two movements.",
        answer(
            **ABOUT,
            clauses=many(
                form(
                    clause=TEXT,
                    kind=TEXT,
                    text=TEXT,
                    places={"type": "object", "additionalProperties": form(file=TEXT, line=WHOLE, column=WHOLE)},
                    norms=many(ref("norm")),
                    owed=many(TEXT),
                    would_be_owed=many(TEXT),
                    blocked=many(ref("blocked")),
                    states=many(ref("instance")),
                    exposure=maybe(ref("exposure")),
                    sources=many(form(text=TEXT, file=TEXT, line=WHOLE)),
                    entries=many(
                        form(
                            id=TEXT,
                            type=TEXT,
                            actor=TEXT,
                            occurred=form(from_=INSTANT, to=INSTANT),
                            recorded=INSTANT,
                            source=TEXT,
                            confidence=maybe(TEXT),
                            file=TEXT,
                            line=WHOLE,
                            index=maybe(WHOLE),
                            state=maybe({"enum": ["recorded", "witnessed"]}),
                        )
                    ),
                )
            ),
        ),
    ),
    "deal standing": (
        (
            "One object for each clause instance. `readings` and `views` are there only where one leads elsewhere. `because` is a tree; "
            "`exposures` are those of `status`."
        ),
        answer(
            **ABOUT,
            agreements=many(TEXT),
            instances=many(ref("instance")),
            exposures=many(ref("link")),
            notes=many(ref("reason")),
        ),
    ),
    "deal readings": (
        "Only what differs, as written and as re-read (null where a reading has none): `promises` by force level and option; `states`.",
        answer(
            **ABOUT,
            readings=many(
                form(
                    word=TEXT,
                    clauses=many(form(clause=TEXT, declared_in=TEXT, text=TEXT)),
                    promises=many(
                        form(
                            force=TEXT,
                            option=many(ref("atom")),
                            gained=many(ref("norm")),
                            lost=many(ref("norm")),
                            differs=many(form(clause=TEXT, as_written=maybe(ref("reads")), as_reread=maybe(ref("reads")))),
                        )
                    ),
                    states=many(
                        form(
                            clause=TEXT,
                            norm=TEXT,
                            trigger=maybe(TEXT),
                            reread=TEXT,
                            as_written=maybe(form(state=TEXT, text=TEXT)),
                            as_reread=maybe(form(state=TEXT, text=TEXT)),
                        )
                    ),
                )
            ),
        ),
    ),
    "status": (
        "The standing screen. `sentences` opens it; `wrong` is past its time and not shown, alleged, found or contested.",
        answer(
            **ABOUT,
            sentences=many(TEXT),
            stopped=many(ref("stop")),
            due_soon=many(ref("stands")),
            in_force=many(ref("stands")),
            standing_duties=WHOLE,
            wrong=many(ref("stands")),
            unclear=many(ref("stands")),
            blocked=many(ref("blocked")),
            exposures=many(ref("exposure")),
            clocks=many(ref("clock")),
            figures=many(ref("figures")),
            changed=many(ref("entry")),
        ),
    ),
    "deal write": (
        "The text of the file; with `-o`, the file written and its size.",
        {"oneOf": [answer(file=TEXT, text=TEXT), answer(file=TEXT, bytes=WHOLE)]},
    ),
    "deal diff": (
        "`kind` is `frame`, `word` or `clause`; null is *not there*.",
        answer(same=BOOL, differences=many(form(kind={"enum": ["frame", "word", "clause"]}, what=TEXT, left={}, right={}))),
    ),
    "deal schema": (
        "The JSON Schema of a tree; with a file or case, its tree and digest too.",
        {
            "oneOf": [
                answer(schema={"type": "object"}),
                answer(schema={"type": "object"}, tree={"type": "object"}, tree_digest=TEXT),
            ]
        },
    ),
    "record init": (
        "`key` names the key of a device; `founding` is the fingerprint to write down, with `--alone` and `--from-case`; `entries` how many were signed from a case.",
        {
            "oneOf": [
                answer(deal=TEXT, party=TEXT, card=TEXT),
                answer(deal=TEXT, party=TEXT, card=TEXT, key=TEXT),
                answer(deal=TEXT, party=TEXT, founding=TEXT),
                answer(deal=TEXT, party=TEXT, founding=TEXT, entries=WHOLE),
                answer(deal=TEXT, founding=TEXT, entries=WHOLE, keeper=TEXT, folders=many(TEXT)),
            ]
        },
    ),
    "record add": (
        "`recorded` holds the index in the log, on the keeper's machine; `problems` what was refused, and then `ok` is false.",
        {
            "oneOf": [
                answer(id=TEXT, hash=TEXT, state=STATE),
                answer(id=TEXT, hash=TEXT, state=STATE, recorded=many(WHOLE), problems=many(ref("problem"))),
            ]
        },
    ),
    "record show": (
        "Captured entries come last, with an `index` of null. `corrected`, `disputed` and `contradicted` name the entries that say so; `evidence` the files that prove two pasts of the log. In a reconstruction actor, id, method and recorded are those of the report it follows; `author` says who signed.",
        {
            "oneOf": [
                answer(entries=many(ref("signed")), disagreements=many(TEXT), evidence=many(TEXT)),
                answer(entries=many(ref("signed"))),
            ]
        },
    ),
    "record verify": (
        "`ok` is true only for *proved*. A remark disproves nothing.",
        answer(verdict=VERDICT, size=WHOLE, founding=TEXT, steps=many(ref("step")), remarks=many(ref("step"))),
    ),
    "record export": ("The file written.", answer(file=TEXT)),
    "record cosign": ("How many entries the signed checkpoint covers, and the file to give back.", answer(size=WHOLE, file=TEXT)),
    "record compare": (
        "`ok` is true for *same* and *continues*.",
        answer(result={"enum": ["same", "continues", "contradicted", "cannot tell"]}, what=TEXT, evidence=maybe(TEXT)),
    ),
    "record import": (
        "What was new, over all files; on the keeper's machine also what was put in order. `problems` holds what could not be, and each proof of a fork that was brought.",
        {
            "oneOf": [
                answer(entries=WHOLE, captured=WHOLE, witnessed=WHOLE, set_aside=WHOLE, problems=many(ref("problem"))),
                answer(
                    entries=WHOLE,
                    captured=WHOLE,
                    witnessed=WHOLE,
                    set_aside=WHOLE,
                    recorded=many(WHOLE),
                    problems=many(ref("problem")),
                ),
            ]
        },
    ),
    "record erase": (
        "`erased` holds the commitments of what was destroyed.",
        {
            "oneOf": [
                answer(id=TEXT, erased=many(TEXT), state=STATE),
                answer(id=TEXT, erased=many(TEXT), state=STATE, recorded=many(WHOLE), problems=many(ref("problem"))),
            ]
        },
    ),
    "record keys list": (
        "A key counts for entries after `since` and until `until`; `expires` is empty for one that does not.",
        answer(keys=many(form(key=TEXT, party=TEXT, role=TEXT, since=WHOLE, until=maybe(WHOLE), expires=TEXT))),
    ),
    **dict.fromkeys(
        ("record keys draft", "record keys change", "record keys renew", "record keys approve"),
        ("The file written.", answer(file=TEXT)),
    ),
    "record keys found": ("The fingerprint that each party writes down.", answer(founding=TEXT)),
    "record keys apply": (
        "The index of the change in the log, or why it was refused.",
        answer(state=STATE, recorded=many(WHOLE), problems=many(ref("problem"))),
    ),
    **dict.fromkeys(
        ("record keys enrol", "record keys rotate", "record keys revoke"),
        (
            "`hash` names the entry; it counts once it is recorded.",
            {
                "oneOf": [
                    answer(hash=TEXT, state=STATE),
                    answer(hash=TEXT, state=STATE, recorded=many(WHOLE), problems=many(ref("problem"))),
                ]
            },
        ),
    ),
    "record tiles": ("How many files were written.", answer(files=WHOLE)),
    "case new": ("`next` is what to type next.", answer(folder=TEXT, files=many(TEXT), next=many(TEXT))),
    "case show": (
        "`entries` counts the entries of each type.",
        answer(
            name=TEXT,
            deal=TEXT,
            title=TEXT,
            reconstruction=BOOL,
            says=maybe(TEXT),
            agreements=many(form(id=TEXT, file=TEXT, title=TEXT, since=maybe(INSTANT), clauses=WHOLE, languages=many(TEXT))),
            entries={"type": "object", "additionalProperties": WHOLE},
            sources=many(form(id=TEXT, title=TEXT)),
        ),
    ),
    "case check": (
        "How much was read; `set_aside` says which entries of a signed record do not fit the agreements, and then `ok` is false.",
        answer(agreements=WHOLE, entries=WHOLE, signed=BOOL, set_aside=many(ref("problem"))),
    ),
    "case add-event": (
        "The entry as it stands in the history; ``doers`` are those who could have done what it tells, where it leaves open who did (``body.by``).",
        answer(entry={"type": "object"}, written=BOOL, doers=many(TEXT)),
    ),
    "case import-counts": (
        "`known` rows were in the history already; `skipped` rows hold no figure; `other_name` is what the sheet calls its case, where it differs.",
        answer(
            added=WHOLE,
            known=WHOLE,
            skipped=many(form(line=WHOLE, what=TEXT)),
            other_name=maybe(TEXT),
            written=BOOL,
            entries=many({"type": "object"}),
        ),
    ),
    "movement check": (
        "`clauses` says of each clause of the agreement whether it is in the plan; `left_out` why not, or in which part.",
        answer(
            movement=TEXT,
            groups=WHOLE,
            legs=WHOLE,
            slots=WHOLE,
            clauses=many(form(clause=TEXT, how={"enum": ["in the plan", "left out", "not about movement"]}, left_out=many(TEXT))),
            assumed=many(TEXT),
            routes=many(form(leg=TEXT, file=TEXT, km=NUMBER)),
        ),
    ),
    **dict.fromkeys(
        ("movement plan", "movement show"),
        (
            (
                "What `--out` writes, and `--plan` reads. Slots count from `start`; `last` is that of the last arrival. `person_slots` of the bound is a "
                "fraction, written as text; with `proofs` it can be checked in exact arithmetic, and holds within this discretised model."
            ),
            answer(**PLAN),
        ),
    ),
    "movement replan": (
        (
            "A plan as above (`--out` writes that part); `debts` are exposures already beyond their bound, `gates` those still closed, with how many "
            "are counted of those awaited, and `uncounted` the announced convoys that are not among those that have left."
        ),
        answer(**PLAN, **LIVE, uncounted=many(ref("convoy"))),
    ),
    "movement explain": (
        (
            "What carries the bound, heaviest first; or, where there is no plan, the smallest set of rules in conflict, and repairs, cheapest first. "
            "`enough`: any one of them is; else `behind` holds the other conflicts, and `together` one repair of each that help together. "
            "`proven` is false where the search ended after its fixed amount of work, `by_bound` true where changes of a large movement were judged by the bound. `who_goes_first`: clauses under which neither side may begin."
        ),
        {
            "oneOf": [
                answer(
                    possible={"const": True},
                    holds=TEXT,
                    bottleneck=many(form(of={"enum": ["last arrival", "waiting", "gate"]}, rule=TEXT, share=NUMBER, words=TEXT)),
                ),
                answer(
                    possible={"const": False},
                    holds=TEXT,
                    **CONFLICT,
                    enough=BOOL,
                    proven=BOOL,
                    by_bound=BOOL,
                    behind=many(form(**CONFLICT)),
                    together=many(REPAIR),
                    who_goes_first=many(TEXT),
                ),
            ]
        },
    ),
    "movement next": (
        (
            "For each leg and group the largest safe convoy next, what limits it, and what is missing for it to be ready. `ok` is whether any is. "
            "`together_with` are the convoys without which it may not leave, `to_follow` the sides that are to follow what has left or is announced, "
            "`debts` are exposures already beyond their bound, `gates` those still closed; `assumed` is what the counts did not foresee."
        ),
        answer(
            at=TEXT,
            departures=many(
                form(
                    leg=TEXT,
                    groups=many(TEXT),
                    ready=BOOL,
                    missing=many(TEXT),
                    convoy=maybe(ref("convoy")),
                    together_with=many(ref("convoy")),
                    limits=many(TEXT),
                )
            ),
            to_follow=many(form(clause=TEXT, groups=many(TEXT), by=INSTANT)),
            **LIVE,
            assumed=many(TEXT),
            released={"const": "by a person, never by this program"},
        ),
    ),
    "movement finish": (
        "The slot before which no plan can have its last arrival; its certificate has been checked.",
        answer(last=WHOLE, last_arrival=INSTANT, within=WHOLE, holds=TEXT),
    ),
    "movement concede": (
        "Bounds: the earliest last arrival with each concession, and the hours gained; null where there is no plan even so. With `--worlds`, `odds`: a slot, and the lowest and highest share of executions that have ended by it.",
        answer(
            what={"const": "bounds"},
            holds=TEXT,
            concessions=many(
                form(
                    kind=TEXT,
                    about=TEXT,
                    amount=WHOLE,
                    clause=TEXT,
                    last=maybe(WHOLE),
                    hours=maybe(NUMBER),
                    words=TEXT,
                    odds=maybe(row(WHOLE, NUMBER, NUMBER)),
                )
            ),
        ),
    ),
    "movement mistrust": (
        "Bounds at each share of the agreed exposure: `ahead` is the clause, and the persons that either side may be ahead.",
        answer(
            what={"const": "bounds"},
            holds=TEXT,
            points=many(form(percent=WHOLE, ahead=many(row(TEXT, WHOLE, WHOLE)), last=maybe(WHOLE))),
        ),
    ),
    "movement tranches": (
        (
            "Who stands at the exchange points at each tranche size, three ways, each null where no plan was found: set off at once, held at home, and "
            "held with the first tranche caught by a stop. `last` is the slot of the last arrival."
        ),
        answer(
            stop_hours=WHOLE,
            holds=TEXT,
            tranches=many(form(percent=WHOLE, **dict.fromkeys(("at_once", "held", "caught"), maybe(ref("standing"))))),
        ),
    ),
    "movement simulate": (
        (
            "Shares of simulated worlds, each with its 95 % sampling interval (lowest, highest); `last_slots` by which 10, 50 and 90 per cent have ended. "
            "With `--record`, a forecast for each day it is made on."
        ),
        {
            "oneOf": [
                answer(
                    worlds=WHOLE,
                    way={"enum": ["compiled", "plain"]},
                    unfinished=NUMBER,
                    last_slots=row(maybe(WHOLE), maybe(WHOLE), maybe(WHOLE)),
                    by_day=many(row(WHOLE, NUMBER, NUMBER)),
                    by_clock=many(row(TEXT, WHOLE, NUMBER, NUMBER)),
                    spread=many(row(TEXT, maybe(WHOLE), maybe(WHOLE), maybe(WHOLE))),
                    shares={"type": "object", "additionalProperties": NUMBER},
                    breaches=WHOLE,
                    debt_persons=WHOLE,
                    assumed=many(TEXT),
                ),
                answer(
                    forecasts=many(
                        form(
                            made_on=TEXT,
                            early=TEXT,
                            middle=TEXT,
                            late=TEXT,
                            assumed=many(TEXT),
                            happened=maybe(TEXT),
                            holds=maybe(BOOL),
                            days_late=maybe(WHOLE),
                        )
                    )
                ),
            ]
        },
    ),
    "movement export": (
        "The text, or the file written.",
        {"oneOf": [answer(format=FORMAT, text=TEXT), answer(format=FORMAT, written=TEXT)]},
    ),
    "demo": (
        "The three days of the demonstration, and the record made of the history while you look.",
        answer(
            case=TEXT,
            reconstruction=BOOL,
            says=TEXT,
            offer=form(headline=many(TEXT), coverage=many(ref("row")), clocks=many(ref("clock"))),
            record=form(
                entries=WHOLE, signed_by={"const": "reconstruction"}, verdict={"enum": ["proved", "not proved", "disproved"]}
            ),
            signed=form(findings=many(ref("finding")), kinds=WHOLE),
            stopped=form(stops=many(ref("stop")), figures=many(ref("figures"))),
        ),
    ),
    "help": (
        "One code, or all.",
        {"oneOf": [answer(code=TEXT, title=TEXT, text=TEXT), answer(codes=many(form(code=TEXT, title=TEXT, text=TEXT)))]},
    ),
}
BY_LANGUAGE: Schema = {"type": "object", "additionalProperties": TEXT}
SHARED["stands"] = form(
    agreement=TEXT, clause=TEXT, state=TEXT, bearers=many(TEXT), since=maybe(INSTANT), due=maybe(INSTANT), text=TEXT
)
SHARED["reason"] = form(
    code=TEXT,
    text=BY_LANGUAGE,
    args={"type": "object"},
    clause=maybe(TEXT),
    where=many(form(language=TEXT, file=TEXT, line=WHOLE, column=WHOLE)),
    entries=many(TEXT),
    because=many(ref("reason")),
)
SHARED["convoy"] = form(
    leg=TEXT,
    slot=WHOLE,
    departs=INSTANT,
    arrives=INSTANT,
    vehicles=many(row(TEXT, WHOLE)),
    people=many(row(TEXT, TEXT, WHOLE)),
    names=many(row(TEXT, many(TEXT))),
    escorts=many(TEXT),
    ready=BOOL,
    gate=TEXT,
)
SHARED["standing"] = form(
    most=WHOLE,
    person_hours=NUMBER,
    longest_hours=NUMBER,
    last=WHOLE,
    crowds=many(form(place=TEXT, category=TEXT, most=WHOLE, person_hours=NUMBER, longest_hours=NUMBER)),
)
SHARED["certificate"] = form(
    last=WHOLE,
    claim={"enum": ["none", "person-slots"]},
    unit=WHOLE,
    value=TEXT,
    prices=many(row(TEXT, many(row(WHOLE, WHOLE)))),
    gates=many(row(TEXT, WHOLE, maybe(WHOLE))),
    groups=many(TEXT),
)
SHARED["instance"] = {
    "type": "object",
    "properties": {
        "agreement": TEXT,
        "clause": TEXT,
        "norm": TEXT,
        "trigger": maybe(TEXT),
        "bearers": many(TEXT),
        "state": maybe(TEXT),
        "since": maybe(INSTANT),
        "due": maybe(INSTANT),
        "election": maybe(ref("election")),
        "because": maybe(ref("reason")),
        "readings": many(ref("elsewhere")),
        "views": many(ref("elsewhere")),
    },
    "required": ["agreement", "clause", "norm", "trigger", "bearers", "state", "since", "due", "because"],
}
SHARED["election"] = form(
    options=many(form(acts=many(TEXT), text=form(en=TEXT, fr=TEXT), chosen=RANGE, done=RANGE)),
    remainder=maybe(RANGE),
)
SHARED["elsewhere"] = {
    "type": "object",
    "properties": {"name": TEXT, "clause": maybe(TEXT), "state": maybe(TEXT)},
    "required": ["name", "clause", "state"],
}
SHARED["unlocking"] = form(
    goal=TEXT,
    force=TEXT,
    reached=BOOL,
    state={"enum": ["open", "owed", "served", "promised", "reached"]},
    reachable=BOOL,
    sets=many(ref("key")),
    vetoes=many(TEXT),
    blocking_groups=many(many(TEXT)),
    complete=BOOL,
)
HEAD = """# JSON answers

Written by `docs/json_forms.py`; story tests hold the answer of every verb against these schemas (JSON Schema, draft 2020-12).

Every verb takes `--json` and answers with one object. `ok` is true when the exit code is 0. Keys are never renamed or taken away
within a major version; new ones may come, with a line in the changelog. Ids are those of the words table; every `text` is a sentence in
the language asked for, and nothing should be read out of it by a program.
"""


def schema(verb: str) -> Schema:
    """Return the whole JSON Schema of one verb's answer."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **FORMS[verb][1], "$defs": SHARED}


def compact(value: Any, indent: int = 0) -> str:
    """Write JSON with short parts on one line."""
    short = json.dumps(value)
    if len(short) + indent <= 130 or not isinstance(value, dict | list):
        return short
    inner = " " * (indent + 1)
    if isinstance(value, list):
        return "[\n" + ",\n".join(inner + compact(item, indent + 1) for item in value) + "\n" + " " * indent + "]"
    pairs = (f"{inner}{json.dumps(key)}: {compact(item, indent + 1)}" for key, item in value.items())
    return "{\n" + ",\n".join(pairs) + "\n" + " " * indent + "}"


def page() -> str:
    """Return the page."""
    parts = [HEAD]
    for verb, (says, own) in FORMS.items():
        parts.append(f"## {verb}\n\n{says}\n\n```json\n{compact(own)}\n```\n")
    parts.append("## Shared parts\n\nWhat `#/$defs/…` stands for.\n")
    parts += [f"### {name}\n\n```json\n{compact(own)}\n```\n" for name, own in sorted(SHARED.items())]
    return "\n".join(parts)


if __name__ == "__main__":
    sys.exit(keep(PAGE, page(), sys.argv))
