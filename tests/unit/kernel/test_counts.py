"""Counts against the definition: a comparison is settled only when every figure in the range settles it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.errors import InputWrong
from safeconduct.kernel import Count, Truth

BOUNDS = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(sorted).map(lambda ends: Count(*ends))


@given(BOUNDS, st.integers(0, 50))
def test_at_least_is_what_all_figures_in_the_range_say(count, number):
    answers = {figure >= number for figure in range(count.low, count.high + 1)}
    assert count.at_least(number) is (Truth.of(answers.pop()) if len(answers) == 1 else Truth.UNKNOWN)


@given(BOUNDS, st.integers(0, 50))
def test_needs_is_the_least_that_settles_it(count, number):
    more = count.needs(number)
    assert Count(count.low + more, count.high + more).at_least(number) is Truth.YES
    assert more == 0 or Count(count.low + more - 1, count.high + more).at_least(number) is not Truth.YES


@given(BOUNDS, BOUNDS)
def test_a_sum_holds_every_sum_of_figures(one, other):
    total = one + other
    assert (total.low, total.high) == (one.low + other.low, one.high + other.high)
    assert one.refutes(other) == (one.low > other.high)


def test_no_upper_figure_known():
    open_ended = Count(5, None)
    assert (open_ended.at_least(5), open_ended.at_least(6)) == (Truth.YES, Truth.UNKNOWN)
    assert (open_ended + Count(1, 2)).high is None
    assert not Count(99, 99).refutes(open_ended)
    assert str(open_ended) == "at least 5"


@pytest.mark.parametrize("wrong", [(5, 4), (-1, 4), (1, 9, 0), (1, 9, 10)])
def test_upside_down_is_never_turned_round(wrong):
    with pytest.raises(InputWrong) as caught:
        Count(*wrong)
    assert caught.value.problems[0].code == "kernel/range"
