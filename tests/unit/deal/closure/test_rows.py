import numpy as np

from safeconduct.deal.closure.rows import Rows, distinct, ints, plain


def test_rows_keep_their_values_and_empty_rows_stay():
    rows = Rows.split(ints([0, 2, 0, 1]), ints([5, 6, 7]))
    assert [rows.row(i) for i in range(4)] == [[], [5, 6], [], [7]]
    assert rows.sizes.tolist() == [0, 2, 0, 1]


def test_gather_reads_rows_in_the_order_asked_for_also_twice_and_when_all_are_empty():
    rows = Rows.split(ints([0, 2, 0, 1]), ints([5, 6, 7]))
    assert rows.gather(ints([3, 0, 1, 1])).tolist() == [7, 5, 6, 5, 6]
    assert rows.gather(ints([0, 2])).tolist() == []
    assert rows.gather(ints([])).tolist() == []


def test_grouping_keeps_the_order_within_a_key():
    rows = Rows.grouped(ints([2, 0, 2, 2]), ints([9, 8, 7, 6]), 4)
    assert [rows.row(i) for i in range(4)] == [[8], [], [9, 7, 6], []]


def test_conversions_pass_through_what_is_converted_already():
    array, numbers = np.array([1, 2], np.int32), [1, 2]
    assert ints(array) is array
    assert plain(numbers) is numbers
    assert plain(array) == plain((1, 2)) == ints({1, 2}).tolist() == [1, 2]


def test_distinct_values_come_once_and_ascending():
    assert distinct(ints([3, 1, 3, 2, 1])).tolist() == [1, 2, 3]
    assert distinct(ints([])).tolist() == []
