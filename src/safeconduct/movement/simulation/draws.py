"""Chance, in whole numbers: the same seed gives the same worlds on every machine, compiled or not, in any order.

The generator is *counter-based*: a draw is a function of the seed and of what it is about (which world, which leg, which slot), so that
only the few hundred numbers that matter to a run are ever computed. No floating point enters a draw.
Everything here works on Python's numbers, on arrays of 64-bit integers, and compiled; the code is one.
"""

from __future__ import annotations

from typing import TypeVar

from safeconduct.movement.slots import Ints

Words = TypeVar("Words", int, Ints)

WORD = 0xFFFFFFFF
COUNTS, DAYS, ABSENCES, DEPARTURES, FORECASTS = 0, 1, 2, 3, 4
"""What a draw is about: the second word of its counter. The first is the world."""


def philox(a: Words, b: Words, c: Words, d: Words, low: int, high: int) -> tuple[Words, Words, Words, Words]:
    """Return four words of 32 random bits for a counter of four words and a key of two: Philox4x32-10.

    Holds: the known answers of its authors (tests/unit/movement/test_draws.py).
    Source: J. K. Salmon and others, Parallel random numbers: as easy as 1, 2, 3 (SC 2011).
    """
    for _ in range(10):
        # Products of two words fill 64 bits; where integers have a sign, the mask takes it off again.
        first, second = a * 0xD2511F53, c * 0xCD9E8D57
        a, b = (second >> 32 & WORD) ^ b ^ low, second & WORD
        c, d = (first >> 32 & WORD) ^ d ^ high, first & WORD
        low, high = low + 0x9E3779B9 & WORD, high + 0xBB67AE85 & WORD
    return a, b, c, d


def below(word: Words, limit: int) -> Words:
    """Return a whole number from 0 to limit-1, uniform up to limit/2^32."""
    return word * limit >> 32


def key(seed: int) -> tuple[int, int]:
    """Return the generator's key for a seed of up to 64 bits."""
    return seed & WORD, seed >> 32 & WORD
