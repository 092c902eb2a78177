"""Each of the 27 attacks of the design, with random details.

``SAFECONDUCT_TAMPER_TRIALS`` sets how many trials of each (default 3; CI 50; a campaign 500). ``remove_defences.py`` shows that
each test fails once its defence is taken out.
"""

from __future__ import annotations

import os
from random import Random

import pytest
from record_attacks import ATTACKS

TRIALS = int(os.environ.get("SAFECONDUCT_TAMPER_TRIALS", "3"))


def test_there_are_twenty_seven() -> None:
    assert sorted(ATTACKS) == list(range(1, 28))


@pytest.mark.parametrize("number", sorted(ATTACKS))
def test_attack(number: int) -> None:
    for trial in range(TRIALS):
        ATTACKS[number](Random(number * 100_000 + trial))
    print(f"\nattack {number}: {TRIALS} trials, none missed, no false alarm")
