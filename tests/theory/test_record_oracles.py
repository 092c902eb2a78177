"""Bytes and roots against independent sources: RFC 6962 and 8032 vectors, C2SP examples, another JSON canonicaliser, OpenSSL."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from random import Random

import curve
import pytest
import rfc8785
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from record_attacks import ATTACKS, odd_cases, openssl_accepts, reference_root, sound_key, wycheproof

from safeconduct.record import KINDS, json_schema
from safeconduct.record.ed25519 import verify
from safeconduct.record.kinds import body_problems
from safeconduct.record.merkle import Tree, verify_consistency
from safeconduct.record.note import read_key, read_note, signers, write_note
from safeconduct.record.profile import decode, encode, is_time
from safeconduct.record.roots import EMPTY_ROOT, leaf_hash, verify_inclusion
from safeconduct.record.signing import Signer
from safeconduct.record.tiles import hash_files, tile_path

# The test tree of Certificate Transparency (RFC 6962 implementations share it).
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOT_OF_EIGHT = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


patient = settings(deadline=None, suppress_health_check=list(HealthCheck))  # never a timed test


def test_the_root_of_the_shared_test_tree() -> None:
    tree = Tree.of(leaf_hash(bytes.fromhex(item)) for item in INPUTS)
    assert tree.root().hex() == ROOT_OF_EIGHT
    assert Tree().root() == EMPTY_ROOT


def test_every_proof_of_every_size_up_to_forty_against_the_definition() -> None:
    leaves = [leaf_hash(bytes([n])) for n in range(40)]
    tree = Tree.of(leaves)
    for size in range(1, 41):
        root = reference_root(leaves[:size])
        assert tree.root_at(size) == root
        for index in range(size):
            assert verify_inclusion(leaves[index], index, size, tree.inclusion(index, size), root)
        for old in range(size + 1):
            assert verify_consistency(old, reference_root(leaves[:old]), size, root, tree.consistency(old, size))


@patient
@given(st.integers(0, 300), st.integers(0, 80))
def test_a_tree_grown_from_its_edge_proves_its_new_leaves(old: int, new: int) -> None:
    leaves = [leaf_hash(n.to_bytes(2, "big")) for n in range(old + new)]
    grown, whole = Tree.from_edge(old, Tree.of(leaves[:old]).edge()), Tree.of(leaves)
    for leaf in leaves[old:]:
        grown.append(leaf)
    assert grown.root() == whole.root()
    assert all(grown.inclusion(index) == whole.inclusion(index) for index in range(old, old + new))


def test_tiles_of_seventy_thousand_have_the_widths_of_the_specification() -> None:
    # C2SP tlog-tiles: 273 full level 0 tiles and one of 112; one full level 1 tile and one of 17; one level 2 tile of 1.
    paths = [path for path, _ in hash_files([bytes(32)] * 70_000)]
    assert len(paths) == 273 + 1 + 1 + 1 + 1
    assert {"tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"} <= set(paths)
    assert tile_path("0", 256, 256) == "tile/0/256"


def test_the_example_of_the_signed_note_specification() -> None:
    key = read_key("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
    text = (
        "This is an example message.\n\n— example.com/foo "
        "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
    )
    note = read_note(text)
    assert signers(note, [key]) == {key: 0}
    assert write_note(note.text, note.signatures) == text.encode()
    assert str(key).startswith("example.com/foo+530d903a+")


def test_the_first_vector_of_rfc_8032() -> None:
    signer = Signer(bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
    assert signer.public.hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert signer.sign(b"").hex() == (
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )


def test_every_wycheproof_case_has_one_verdict_here_and_in_openssl() -> None:
    cases = wycheproof()
    assert len(cases) > 100
    for public, message, signature, valid in cases:
        assert (sound_key(public) and verify(public, message, signature)) is valid
        assert not sound_key(public) or openssl_accepts(public, message, signature) is valid


def test_cases_on_which_implementations_differ_are_all_refused_but_the_honest_one() -> None:
    rng, sloppy = Random(1), 0
    for _ in range(20):
        for number, (public, message, signature) in enumerate(odd_cases(rng)):
            assert (sound_key(public) and verify(public, message, signature)) is (number == 0)
            sloppy += number > 0 and openssl_accepts(public, message, signature)
    assert sloppy  # OpenSSL accepts some of these keys: that is why a key is examined when it is enrolled


def test_the_arithmetic_used_to_build_those_cases_agrees_with_the_library() -> None:
    seed = bytes(range(32))
    assert curve.encode(curve.times(curve.BASE, curve.secret_scalar(seed))) == Signer(seed).public
    assert verify(Signer(seed).public, b"m", curve.sign_with(seed, 12345, b"m"))


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Cn")), max_size=12)
KEY = st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True)
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEY, inner, max_size=4),
    max_leaves=12,
)


@patient
@given(st.dictionaries(KEY, VALUE, max_size=5))
def test_the_canonical_bytes_equal_another_implementation_of_rfc_8785(value: dict[str, object]) -> None:
    import unicodedata

    value = json.loads(unicodedata.normalize("NFC", json.dumps(value, ensure_ascii=False)))
    try:
        data = encode(value)
    except Exception as error:  # normalisation may compose a refused character; then both ends refuse
        assert "record/profile" in str(error)  # noqa: PT017
        return
    assert data == rfc8785.dumps(value)  # type: ignore[arg-type]
    assert decode(data) == value


@patient
@given(
    st.datetimes(),
    st.integers(0, 14),
    st.integers(0, 33),
    st.sampled_from(["2031-02-29", "2032-02-29", "1900-02-29", "2000-02-29"]),
)
def test_times_are_the_ones_the_calendar_has(moment: datetime, month: int, day: int, leap: str) -> None:
    assert is_time(moment.strftime("%Y-%m-%dT%H:%M:%SZ").zfill(20))
    for text in (
        f"{moment.year:04d}-{month:02d}-{day:02d}T00:00:00Z",
        f"{leap}T23:59:59Z",
        "2031-01-01T24:00:00Z",
        "2031-01-01T00:60:00Z",
    ):
        try:
            datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        except ValueError:
            assert not is_time(text)
        else:
            assert is_time(text)


BODIES = st.dictionaries(
    st.sampled_from(
        ["about", "what", "of", "reason", "text", "count", "sealed", "paper", "commitment", "delay_hours", "audience", "result"]
    ),
    st.one_of(
        TEXT,
        st.integers(-3, 3),
        st.just({"low": 1, "high": None, "category": "people"}),
        st.just({"low": -1}),
        st.just(["a" * 64, "b"]),
    ),
)


@patient
@given(st.sampled_from([*sorted(KINDS), "something.else"]), BODIES)
def test_the_exported_schema_and_our_own_check_agree(kind: str, body: dict[str, object]) -> None:
    event = {"type": kind, "body": body, "occurred": {}, "method": "saw"}
    ours = body_problems(event) == []
    assert Draft202012Validator(json_schema()).is_valid({"type": kind, "body": body}) is ours


@pytest.mark.parametrize("number", [27])
def test_proofs_of_random_trees(number: int) -> None:
    for seed in range(30):
        ATTACKS[number](Random(seed))
