"""Canonical JSON against an independent implementation of RFC 8785."""

import unicodedata

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.errors import InputWrong
from safeconduct.kernel import canonical_json, sha256_hex

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12).map(lambda text: unicodedata.normalize("NFC", text))
KEYS = st.text(st.characters(max_codepoint=127), max_size=8)
PROFILE = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(PROFILE)
def test_equal_to_rfc_8785(value):
    assert canonical_json(value) == rfc8785.dumps(value)


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({"a": [1, 1.5]}, "$.a[1] is a float"),
        ({"é": 1}, "a key"),
        ({1: 1}, "a key"),
        ([2**53], "$[0] is beyond"),
        ("e\u0301", "not in Unicode NFC"),
        ("\ud800", "lone surrogate"),
        (b"bytes", "is a bytes"),
        ({"a": {"b": {1, 2}}}, "$.a.b is a set"),
    ],
)
def test_outside_the_profile_is_refused_with_its_path(value, path):
    with pytest.raises(InputWrong) as caught:
        canonical_json(value)
    assert path in caught.value.problems[0].what


def test_too_deep():
    value = []
    for _ in range(100):
        value = [value]
    with pytest.raises(InputWrong, match="nested"):
        canonical_json(value)


def test_a_digest_of_nothing():
    assert sha256_hex(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
