"""Writes ``entries.md``: every type of entry with its fields and an example, from the forms that ``case add-event`` checks against.

python docs/entries.py            says whether the page is out of step (and leaves with 1)
python docs/entries.py --accept   rewrites it; the difference is the review
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping
from pathlib import Path

from in_step import keep

from safeconduct.case.forms import CONFIDENCE, FORMS, METHODS, ONE_OF, Field, described
from safeconduct.case.meanings import TYPES, meaning

PAGE = Path(__file__).parent / "entries.md"
HEAD = f"""# Entries of a history

Written by `docs/entries.py` from the forms that the program checks every entry against; a test compares, and adds each example to a copy
of `harbour`, whose story is set in 2031.

A history, `history.jsonl`, holds one entry on each line, a JSON object. `safeconduct case add-event CASE TYPE FIELD=VALUE …` writes one; on a
terminal it asks for what is missing. What is written stays: a mistake is put right by an entry of type `correction`.

| key | required | means |
| --- | --- | --- |
| `id` | yes | unique in the history; `add-event` makes one |
| `deal` | yes | the id of the deal; `add-event` fills it in |
| `type` | yes | one of the types below |
| `actor` | yes | who did, said or reports it (`--actor`): the id of a word, or the name of a source |
| `occurred` | yes | `from` and `to` (`--occurred`), in UTC; equal for an instant. At an instant between the two it has perhaps happened |
| `recorded` | yes | when it came into the record (`--recorded`), in UTC |
| `method` | no | how the actor knows (`--method`): {", ".join(METHODS)} |
| `source` | no | where it was published, or who reported it (`--source`) |
| `confidence` | no | {" or ".join(CONFIDENCE)} (`--confidence`) |
| `body` | yes | the fields of its type, below |

Every body may also hold `text` (words of explanation) and `agreement` (the name of the agreement, where the case holds several with a clause
of that number).
"""
EXAMPLES: Mapping[str, str] = {
    "statement": "statement --actor south clause=4.1 'text=The gate will be open tomorrow.'",
    "decision": "decision --actor garrison act=depart to=hill",
    "acceptance": "acceptance --actor garrison clause=5.1",
    "refusal": "refusal --actor south clause=8.4",
    "signature": "signature --actor garrison capacity=party",
    "undertaking": "undertaking --actor garrison clause=5.1",
    "deed": "deed --actor south act=open_gate clause=4.1",
    "observation": "observation --actor monitor of=mark_mines value=yes by=north --method saw",
    "access_denied": "access_denied --actor monitor place=hill",
    "occurrence": "occurrence --actor monitor event=last_arrival",
    "state": "state --actor authority state=storm value=begins",
    "count": "count --actor monitor what=garrison low=58 high=60 unit=persons stage=arrived cumulative=true",
    "incident": "incident --actor monitor 'text=Shots in the air near the wall; no one hurt.'",
    "verification": "verification --actor monitor clause=4.1 result=yes",
    "finding": "finding --actor board clause=3.5 'result=not in time' parties=south",
    "allegation": "allegation --actor north clause=3.5 parties=south",
    "notice": "notice --actor north clause=7.1 act=suspend",
    "request": "request --actor monitor clause=4.4",
    "hold": "hold --actor monitor",
    "release": "release --actor monitor",
    "suspension": "suspension --actor authority clauses=5.2,5.3",
    "resumption": "resumption --actor authority clauses=5.2,5.3",
    "waiver": "waiver --actor north clause=3.4",
    "extension": "extension --actor guarantor clause=4.2 until=2031-03-09",
    "cure": "cure --actor south clause=3.5",
    "correction": "correction --actor monitor of=h22 body=what=buses,low=13,high=13",
    "dispute": "dispute --actor south of=h37",
    "reading": "reading --actor north clause=4.2 word=completion reader=north",
    "election": "election --actor garrison clause=5.1 option=sign_register count=low=74,high=74",
    "consent": "consent --actor north clause=8.2 value=hill",
    "constituted": "constituted --actor authority body=board",
    "publication": "publication --actor authority audience=public 'delay=14 days'",
}
"""What to type after ``case add-event CASE`` for one entry of each type; its times are left out."""
TIMES = "--occurred 2031-03-20T09:00:00Z --recorded 2031-03-20T10:00:00Z"


def page() -> str:
    """Return the page."""
    return "\n".join([HEAD, *(_section(kind) for kind in FORMS)])


def typed(kind: str) -> list[str]:
    """Return the arguments of the example of one type, complete."""
    return shlex.split(f"{EXAMPLES[kind]} {TIMES}")


def _section(kind: str) -> str:
    rows = [_row(kind, field) for field in FORMS[kind]]
    table = ["| field | required | holds | means |", "| --- | --- | --- | --- |", *rows] if rows else ["No field of its own."]
    choice = ONE_OF.get(kind, ())
    lines = [f"## {kind}", "", TYPES[kind], "", *table, ""]
    lines += [f"At least one of {' and '.join(f'`{name}`' for name in choice)} is required.", ""] if choice else []
    return "\n".join([*lines, "```text", f"safeconduct case add-event CASE {EXAMPLES[kind]} {TIMES}", "```", ""])


def _row(kind: str, field: Field) -> str:
    return f"| `{field.name}` | {'yes' if field.required else 'no'} | {described(field.holds)} | {meaning(kind, field)} |"


if __name__ == "__main__":
    sys.exit(keep(PAGE, page(), sys.argv))
