"""Reads the ``[simulation]`` table of movement.toml."""

from __future__ import annotations

from safeconduct.errors import InputWrong, say
from safeconduct.movement import codes
from safeconduct.movement.files.tables import Row
from safeconduct.movement.simulation.worlds import Assumptions

SHARES = ("breakdowns", "refusals", "suspensions", "weather", "absences", "corrections", "lowered")


def read_assumptions(rows: list[Row]) -> Assumptions:
    """Return what the file assumes; without a table, the defaults, which say that they are assumed.

    Raises: InputWrong with every problem.
    """
    if not rows:
        return Assumptions()
    row, default = rows[0], Assumptions()
    shares = {name: row.whole(name, getattr(default, name), most=1000) for name in SHARES}
    repair = row.whole("repair", default.repair, most=100_000)
    pauses = _list(row, "pauses", default.pauses)
    minutes = _list(row, "delays", tuple(m for m, w in default.delays for _ in range(w)))
    source = row.wording("source", default.source)
    row.finish()
    if row.problems:
        raise InputWrong(row.problems)
    return Assumptions(
        repair=repair, pauses=pauses, delays=tuple((m, minutes.count(m)) for m in sorted(set(minutes))), source=source, **shares
    )


def _list(row: Row, key: str, default: tuple[int, ...]) -> tuple[int, ...]:
    value = row.get(key)
    if value is None:
        return default
    if isinstance(value, list) and all(type(n) is int and 0 <= n <= 100_000 for n in value) and (value or key == "pauses"):
        return tuple(value)
    row.wrong(
        codes.BAD_VALUE,
        key,
        say("{key} is not a list of minutes", key=key),
        say("durations are drawn from it"),
        say("write minutes, each equally likely"),
    )
    return default
