"""Each defence is where ``remove_defences.py`` looks for it, and without it the test of its attack fails."""

from __future__ import annotations

import pytest
from remove_defences import DEFENCES, Defence, attack_fails_without, stands_once


def test_every_attack_has_a_defence_to_remove() -> None:
    assert {defence.attack for defence in DEFENCES} == set(range(1, 28))


@pytest.mark.parametrize("defence", DEFENCES, ids=lambda d: f"{d.attack}-{d.file}-{d.name}".replace(" ", "-"))
def test_attack_succeeds_without(defence: Defence) -> None:
    assert stands_once(defence)
    assert attack_fails_without(defence)
