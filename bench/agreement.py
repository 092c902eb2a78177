"""A 2,000-clause agreement: read, checked and fully answered.

    python -m bench agreement

Two shapes. *Drawn* is hostile: every sentence carries what the promise level has to think about, and one sentence leans on others far away.
*Harbour, again and again* repeats the clauses of the shipped harbour agreement with other words, many harbours under one signature; each
brings two choices of its own, and the answers are worked out for each option of each, so this shape is shown at three smaller sizes
and says how the cost grows. Prints milliseconds of
processor time for each step, best and median of several rounds in one process, once with an empty cache of sentence shapes (the first file
a process reads) and once with a full one; and for reading, checking and answering in one go, with the peak memory of the process.
"""

from __future__ import annotations

import re
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from itertools import cycle

from safeconduct.deal import Agreement, read, write
from safeconduct.deal.check import problems
from safeconduct.deal.language import tongue
from safeconduct.deal.lint import gaps, lint
from safeconduct.deal.promise import next_decisions, promise_level

_FRONT = """---
format: safeconduct-deal/1
deal: bench
title: {{en: "Bench", fr: "Banc"}}
languages: [{languages}]
clock: Etc/UTC
day-count: 0
---

## Words

| id | kind | English | Français | shown by |
| --- | --- | --- | --- | --- |
"""
_ACTS = 400
"""Acts in the words table: even long agreements name the same few hundred things again and again."""

_ENGLISH = (
    "[{a}] undertakes to [{x}], by day {day}.",
    "Provided that [{b}] undertakes to [{y}], [{a}] undertakes to [{x}], with [goods], to [{p}].",
    "After [{b}] has done the act [{y}], [{a}] shall [{x}], within {day} days of the [arrival].",
    "If [{b}] decides to [{y}], to [{p}], [{a}] is ready to [{x}], escorted by [monitor].",
    "[{a}] shall not [{x}], until and including day {day}, except on the written order of [monitor].",
    "Within 6 hours after each [incident], [{a}] shall notify [monitor] of the [arrival].",
    "[{a}] shall [{x}], for at least 1,{day}00 persons among [families], counted by [monitor], only after clause {c} is complete.",
    "If [monitor] finds that clause {c} was not performed in time, [{a}] may by notice [{x}], within 48 hours of the finding.",
)


def agreement_text(clauses: int, languages: tuple[str, ...]) -> bytes:
    """Return an agreement file with that many clauses over all the forms above."""
    parties = [f"party{n}" for n in range(1, 9)]
    words = [f"| {p} | party | {p} | {p} | |" for p in parties] + [
        "| monitor | party | monitor | moniteur (m) | |",
        "| families | group | families | familles (m) | count |",
        "| goods | thing | goods | biens (m) | observation |",
        "| arrival | event | arrival (the) | arrivée (la) | observation |",
        "| incident | event | incident (pl) | incident (le) | observation |",
    ]
    words += [f"| place{n} | place | place{n} | place{n} | observation |" for n in range(4)]
    words += [f"| act{n} | act | do act {n} | faire l'acte {n} | deed |" for n in range(_ACTS)]
    text = _FRONT.format(languages="en") + "\n".join(words) + "\n\n## English\n"
    for n, form in zip(range(clauses), cycle(_ENGLISH)):
        a, b, x, y = parties[n % 8], parties[(n * 5 + 1) % 8], f"do act {n % _ACTS}", f"do act {max(0, n - 9) % _ACTS}"
        sentence = form.format(a=a, b=b, x=x, y=y, p=f"place{n % 4}", day=n % 8 + 1, c=f"{max(1, n // 50)}.1")
        text += f"\n**{n // 50 + 1}.{n % 50 + 1}** {sentence}\n"
    if languages == ("en",):
        return text.encode()
    return write(replace(read(text.encode()), languages=languages)).encode()


_REPEATED = ("1.", "3.", "4.", "5.", "6.", "7.", "8.")
"""Chapters of the harbour agreement that each harbour has for itself, as it has the naming of its board's members in 2.3."""


def harbour_text(clauses: int) -> bytes:
    """Return the harbour agreement with its chapters on figures, calm, movement, people and failure repeated for so many clauses."""
    source = files("safeconduct").joinpath("cases/harbour/agreement.deal.md").read_text()
    head, _, rest = source.partition("\n## English\n")
    rows = [line for line in head.splitlines() if line.startswith("| ")][2:]
    sentences = [line for line in rest.partition("\n## Français\n")[0].splitlines() if line.startswith("**")]
    again = [line for line in sentences if line[2:4] in _REPEATED or line.startswith("**2.3")]
    copies = range(1, (clauses - len(sentences)) // len(again) + 1)
    own = [row for row in rows if row.split(" | ")[1] not in ("party", "body", "document")]
    names = {re.sub(r" \(.*", "", row.split(" | ")[2]) for row in own}
    last = 10 * len(copies)
    body = [line.replace("clauses 2 to 8", f"clauses 2 to {last + 8}") for line in sentences]
    body = [re.sub(r"^\*\*(9|10)\.", lambda found: f"**{last + int(found[1])}.", line) for line in body]
    end = next(number for number, line in enumerate(body) if line.startswith(f"**{last + 9}."))
    for n in copies:
        rows += [re.sub(r"^\| (\w+) \| (\w+) \| ([^|(]*?)( \(| \|)", rf"| \1_{n} | \2 | \3 {n}\4", row) for row in own]
        body[end:end] = [_copied(line, n, names) for line in again]
        end += len(again)
    front = head.replace("languages: [en, fr]", "languages: [en]").partition("| north |")[0]
    return (front + "\n".join(rows) + "\n\n## English\n\n" + "\n\n".join(body) + "\n").encode()


def _copied(line: str, number: int, names: set[str]) -> str:
    """Return a clause of one more harbour: its own words, and every clause number in its own chapters."""
    numbers = re.compile(r"(?:\*\*|[Cc]lauses? )[\d.]+(?: (?:to|and) [\d.]+)*")
    moved = numbers.sub(
        lambda found: re.sub(r"\d+(?=\.\d|\b(?!\.))(?<!\.\d)(?<!\.\d\d)", lambda n: str(int(n[0]) + 10 * number), found[0]), line
    )
    return re.sub(r"\[([^\]]+)\]", lambda word: f"[{word[1]} {number}]" if word[1] in names else word[0], moved)


def _measure(step: Callable[[], object], rounds: int = 7) -> tuple[float, float]:
    times = []
    for _ in range(rounds):
        start = time.process_time()
        step()
        times.append((time.process_time() - start) * 1000)
    return min(times), statistics.median(times)


def _forget_shapes() -> None:
    for language in ("en", "fr"):
        tongue(language)._plans.clear()


def _answer(agreement: Agreement) -> None:
    next_decisions(promise_level(agreement))


def main() -> None:
    """Print the table."""
    for language in ("en", "fr"):
        _ = tongue(language).grammar
    shapes = (
        ("drawn, in English", agreement_text(2_000, ("en",))),
        ("drawn, in English and French", agreement_text(2_000, ("en", "fr"))),
        *(("harbour, again and again, in English", harbour_text(clauses)) for clauses in (100, 200, 400)),
    )
    for shape, data in shapes:
        agreement = read(data)
        print(f"{shape}: {len(agreement.clauses):,} clauses, {len(data) / 1000:.0f} kB    best / median, milliseconds")
        steps: list[tuple[str, Callable[[], object]]] = [
            ("read, checked and answered in one go", lambda data=data: _whole(data)),
            ("read, shapes of sentences new", lambda data=data: (_forget_shapes(), read(data))),
            ("read", lambda data=data: read(data)),
            ("check", lambda agreement=agreement: problems(agreement)),
            ("lint, every gap found", lambda data=data: gaps(read(data))),
            ("lint, every gap put into words with its example", lambda agreement=agreement: lint(agreement)),
            ("all levels and options, smallest decisions", lambda agreement=agreement: _answer(agreement)),
        ]
        for name, step in steps:
            best, median = _measure(step)
            print(f"  {name:<48} {best:8.1f} {median:8.1f}", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of the whole run: {peak:,.0f} MB")


def _whole(data: bytes) -> None:
    _forget_shapes()
    agreement = read(data)
    problems(agreement)
    _answer(agreement)
