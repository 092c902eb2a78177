"""One line on the terminal while something works; nothing at all where nobody looks on."""

from __future__ import annotations

import sys
from collections.abc import Callable

from safeconduct.kernel import Text
from safeconduct.movement import explain
from safeconduct.movement.model import Problem
from safeconduct.movement.planning.blocks import Step
from safeconduct.movement.telling.figures import share, whole

_BLOCK = Text.of(en="block {block} of {blocks}, towards {last}", fr="bloc {block} sur {blocks}, vers {last}")
_KNOWN = Text.of(
    en=", gap {gap}, bound {bound} person-hours, {within}", fr=", écart {gap}, borne {bound} heures-personnes, {within}"
)
_ASKED = Text.of(en="looking for the conflict: {count} variants tried", fr="recherche du conflit : {count} variantes essayées")
_BOUNDS = Text.of(en="{done} of {total} bounds", fr="{done} bornes sur {total}")
_RUN = Text.of(en="{done} of {total} executions", fr="{done} exécutions sur {total}")


def progress(problem: Problem, language: str = "en") -> Callable[[Step], None] | None:
    """Return what shows each step of the planner; None where the output is no terminal."""

    def show(step: Step) -> None:
        gap = abs(step.waiting - step.bound) / max(abs(step.waiting), 1)
        last = explain.when(problem, step.last, language)
        line = _BLOCK.in_language(language).format(block=step.block, blocks=step.blocks, last=last)
        if gap < 10:
            bound, within = whole(step.bound * problem.slot / 60, language), explain.WITHIN.in_language(language)
            line += _KNOWN.in_language(language).format(gap=share(gap, 2, language), bound=bound, within=within)
        _show(line)

    return show if sys.stderr.isatty() else None


def counting(language: str = "en") -> Callable[[int], None] | None:
    """Return what shows how many variants have been tried; None where the output is no terminal."""
    if not sys.stderr.isatty():
        return None
    return lambda count: _show(_ASKED.in_language(language).format(count=count))


def bounds(language: str = "en") -> Callable[[int, int], None] | None:
    """Return what shows how many bounds are known of how many; None where the output is no terminal."""
    return _done(_BOUNDS, language)


def executions(language: str = "en") -> Callable[[int, int], None] | None:
    """Return what shows how many worlds have been simulated of how many; None where the output is no terminal."""
    return _done(_RUN, language)


def _done(words: Text, language: str) -> Callable[[int, int], None] | None:
    if not sys.stderr.isatty():
        return None
    return lambda done, total: _show(words.in_language(language).format(done=whole(done, language), total=whole(total, language)))


def end_progress() -> None:
    """Clear the line."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
        sys.stderr.flush()


def _show(line: str) -> None:
    sys.stderr.write(f"\r\033[K{line}")
    sys.stderr.flush()
