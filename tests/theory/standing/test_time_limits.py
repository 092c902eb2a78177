"""Time limits against closed forms: days, day-count, months, intervals, and time that stops."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from safeconduct.deal import tree
from safeconduct.deal.standing.timing import Band, Calendar, in_time, overlap, passed, tolled
from safeconduct.kernel import Truth, Zone

START = datetime(2020, 5, 1, tzinfo=UTC)
instants = st.integers(0, 60 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
bands = st.tuples(instants, st.integers(0, 3000)).map(lambda pair: Band(pair[0], pair[0] + timedelta(minutes=pair[1])))


@given(anchor=instants, days=st.integers(0, 400), count=st.sampled_from((0, 1)))
def test_a_limit_in_days_ends_with_local_day_n_under_the_day_count(anchor, days, count):
    due = Calendar(Zone("Etc/UTC"), count).after(tree.Lasting(days, tree.Days()), Band(anchor, anchor))
    last = anchor.date() + timedelta(days=days - count)
    assert due.exact == datetime(last.year, last.month, last.day, tzinfo=UTC) + timedelta(days=1)


@given(anchor=instants, hours=st.integers(0, 5000))
def test_a_limit_in_hours_is_exact_whatever_the_calendar(anchor, hours):
    for zone in ("Etc/UTC", "Asia/Damascus", "Europe/Paris"):
        due = Calendar(Zone(zone), 0).after(tree.Lasting(hours, tree.Hours()), Band(anchor, anchor))
        assert due.exact - anchor == timedelta(hours=hours)


def test_a_local_day_may_have_23_hours():
    due = Calendar(Zone("Europe/Paris"), 0).after(tree.Lasting(1, tree.Days()), Band(*[datetime(2020, 3, 28, 11, tzinfo=UTC)] * 2))
    assert due.exact == datetime(2020, 3, 29, 22, tzinfo=UTC)


def test_a_month_from_the_last_day_falls_back_to_the_last_day():
    due = Calendar(Zone("Etc/UTC"), 0).after(tree.Lasting(1, tree.Months()), Band(*[datetime(2020, 1, 31, 9, tzinfo=UTC)] * 2))
    assert due.exact == datetime(2020, 3, 1, tzinfo=UTC)


@given(number=st.integers(0, 300), count=st.sampled_from((0, 1)))
def test_day_n_is_n_days_from_the_day_of_signature(number, count):
    day = Calendar(Zone("Etc/UTC"), count).day_number(number, Band(START, START + timedelta(days=1)))
    assert day == Band(START + timedelta(days=number - count), START + timedelta(days=number - count + 1))


@given(occurred=bands, limit=bands)
def test_in_time_is_what_holds_for_every_instant_of_the_event_and_the_limit(occurred, limit):
    """Oracle: a half-open event of whole minutes, tried minute by minute against both ends of the limit."""
    step = timedelta(minutes=1)
    length = max(1, int((occurred.high - occurred.low) / step))
    moments = [occurred.low, occurred.low + (length - 1) * step]
    answers = {moment < end for moment in moments for end in (limit.low, limit.high)}
    told = in_time(occurred, limit)
    if told is not Truth.UNKNOWN:
        assert answers == {told is Truth.YES}
    else:
        assert answers == {True, False} or occurred.low < limit.high <= occurred.high


@given(at=instants, limit=bands)
def test_a_limit_has_passed_for_sure_only_after_its_later_end(at, limit):
    assert (passed(at, limit) is Truth.YES) == (at >= limit.high)
    assert (passed(at, limit) is Truth.NO) == (at < limit.low)


periods = st.lists(st.tuples(instants, st.integers(0, 4000)), max_size=4).map(
    lambda found: [(start, start + timedelta(minutes=minutes)) for start, minutes in found]
)


@given(anchor=instants, minutes=st.integers(0, 40_000), spans=periods)
def test_tolling_leaves_exactly_the_time_allowed_outside_the_suspended_periods(anchor, minutes, spans):
    allowed = timedelta(minutes=minutes)
    moved = tolled(anchor + allowed, anchor, spans, START)
    assert (moved - anchor) - overlap(spans, anchor, moved) == allowed


@given(spans=periods, start=instants, minutes=st.integers(0, 5000))
def test_overlap_counts_every_suspended_minute_once(spans, start, minutes):
    inside = sum(any(begin <= start + timedelta(minutes=m) < end for begin, end in spans) for m in range(minutes))
    assert overlap(spans, start, start + timedelta(minutes=minutes)) == timedelta(minutes=inside)


def test_dates_beyond_the_calendar_are_no_limit_and_no_crash():
    calendar = Calendar(Zone("Etc/UTC"), 0)
    assert calendar.after(tree.Lasting(2_000_000, tree.Months()), Band(START, START)) is None
    assert calendar.day_number(10_000_000, Band(START, START)) is None
    assert date.max.year == 9999
