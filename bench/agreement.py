"""A 2,000-clause agreement: read, checked and fully answered.

    python -m bench agreement

Prints milliseconds for each step, best and median of several rounds in one process, once with an empty cache of sentence shapes (the
first file a process reads) and once with a full one.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
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
    for languages in (("en",), ("en", "fr")):
        data = agreement_text(2_000, languages)
        agreement = read(data)
        print(f"2,000 clauses in {' and '.join(languages)}, {len(data) / 1000:.0f} kB    best / median, milliseconds")
        steps: list[tuple[str, Callable[[], object]]] = [
            ("read, shapes of sentences new", lambda data=data: (_forget_shapes(), read(data))),
            ("read", lambda data=data: read(data)),
            ("check", lambda agreement=agreement: problems(agreement)),
            ("lint, every gap found", lambda data=data: gaps(read(data))),
            ("lint, every gap put into words with its example", lambda agreement=agreement: lint(agreement)),
            ("all levels and options, smallest decisions", lambda agreement=agreement: _answer(agreement)),
        ]
        for name, step in steps:
            best, median = _measure(step)
            print(f"  {name:<44} {best:8.1f} {median:8.1f}")
