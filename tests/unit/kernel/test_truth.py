"""Kleene's strong connectives, against his own tables written out."""

from itertools import product

import pytest

from safeconduct.kernel import Truth

Y, N, U = Truth.YES, Truth.NO, Truth.UNKNOWN
AND = {(Y, Y): Y, (Y, U): U, (Y, N): N, (U, Y): U, (U, U): U, (U, N): N, (N, Y): N, (N, U): N, (N, N): N}
OR = {(Y, Y): Y, (Y, U): Y, (Y, N): Y, (U, Y): Y, (U, U): U, (U, N): U, (N, Y): Y, (N, U): U, (N, N): N}


@pytest.mark.parametrize(("left", "right"), [*product(Truth, repeat=2)])
def test_tables(left, right):
    assert left & right is AND[left, right]
    assert left | right is OR[left, right]
    assert Truth.all([left, right]) is AND[left, right]
    assert Truth.any([left, right]) is OR[left, right]


def test_not():
    assert [~value for value in (Y, N, U)] == [N, Y, U]


def test_of_nothing():
    assert (Truth.all([]), Truth.any([])) == (Y, N)
    assert [Truth.of(value) for value in (True, False, None)] == [Y, N, U]


def test_unknown_is_never_a_quiet_no():
    for value in Truth:
        with pytest.raises(TypeError):
            bool(value)
