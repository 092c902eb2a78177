"""The smallest movement that moves anyone, and the movement verbs on it."""

from __future__ import annotations

from click.testing import CliRunner, Result

from safeconduct.cli import main

SMALL = """name = "small"
[time]
start = 2030-03-01
zone = "UTC"
slot = 30
days = 2
[windows]
day = ["07:00-17:00"]
[[place]]
id = "north"
[[place]]
id = "south"
kind = "destination"
[[vehicle]]
id = "bus"
seats = 50
[[pool]]
type = "bus"
place = "north"
number = 4
[[escort]]
place = "north"
number = 1
[[leg]]
id = "road"
from = "north"
to = "south"
out = 60
window = "day"
[[group]]
id = "people"
origin = "north"
count = 300
rides = ["bus"]
"""


def run(*arguments: str) -> Result:
    """Run one movement verb."""
    return CliRunner().invoke(main, ["movement", *arguments])
