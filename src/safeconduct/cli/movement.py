"""``safeconduct movement``: check, plan, show, explain, next, concede, mistrust, finish, simulate, replan, export, tranches."""

from __future__ import annotations

import click


@click.group()
def movement() -> None:
    """What may move when, proven; with what odds; and why not."""


from safeconduct.cli import movement_ask, movement_odds, movement_plan, movement_tranches  # noqa: E402 -- they add their verbs to the group

for verbs in (movement_plan, movement_ask, movement_odds, movement_tranches):
    for found in verbs.VERBS:
        movement.add_command(found)
