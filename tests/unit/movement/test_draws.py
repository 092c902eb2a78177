"""Chance in whole numbers: the generator's known answers, the same on arrays, and even."""

from __future__ import annotations

import numpy as np
import pytest

from safeconduct.movement.simulation.compiled import compiled, installed
from safeconduct.movement.simulation.draws import WORD, below, key, philox

# Of the authors of the generator (Random123, kat_vectors, philox4x32 with 10 rounds): counter, key, answer.
KNOWN = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((WORD,) * 4, (WORD,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("counter", "keys", "answer"), KNOWN)
def test_known_answers_as_numbers_and_on_arrays(counter, keys, answer) -> None:
    assert philox(*counter, *keys) == answer
    on_arrays = philox(*(np.array([word], dtype=np.int64) for word in counter), *keys)
    assert tuple(int(word[0]) for word in on_arrays) == answer


@pytest.mark.skipif(not installed(), reason="numba, of the extra `fast`, is not installed")
@pytest.mark.parametrize(("counter", "keys", "answer"), KNOWN)
def test_known_answers_compiled(counter, keys, answer) -> None:
    assert compiled()["philox"](*counter, *keys) == answer


def test_draws_are_even() -> None:
    worlds = np.arange(60_000, dtype=np.int64)
    drawn = below(philox(worlds, 0 * worlds, 0 * worlds, 0 * worlds, *key(5))[0], 6)
    counts = np.bincount(drawn)
    assert len(counts) == 6
    assert abs(counts - 10_000).max() < 500


def test_a_key_holds_the_whole_seed() -> None:
    assert len({key(seed) for seed in (0, 1, 2**32, 2**50, 2**50 + 1)}) == 5
