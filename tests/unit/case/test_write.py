"""Whatever happens while a file is written, the old file stays as it was and nothing is left beside it."""

import errno
import os
from pathlib import Path

import pytest

from safeconduct.case.write import append_events, write_whole
from safeconduct.errors import EnvironmentFails

OLD, NEW = b"old\n", b"new\n"


class Crash(BaseException):
    """The machine stops: nothing after this line runs, and no handler for ordinary errors catches it."""


def full(*_, **__):
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "history.jsonl"
    file.write_bytes(OLD)
    return file


def untouched(path):
    return path.read_bytes() == OLD and [file.name for file in path.parent.iterdir()] == [path.name]


STEPS = ["tempfile.mkstemp", "os.fdopen", "os.fsync", "pathlib.Path.chmod", "pathlib.Path.replace"]


@pytest.mark.parametrize("step", STEPS)
def test_a_full_disk_at_any_step_leaves_the_old_file(path, monkeypatch, step):
    monkeypatch.setattr(step, full)
    with pytest.raises(EnvironmentFails) as caught:
        write_whole(path, NEW)
    monkeypatch.undo()
    assert "No space left" in caught.value.problems[0].what
    assert untouched(path)


@pytest.mark.parametrize("step", STEPS[1:])
def test_a_crash_at_any_step_leaves_the_old_bytes(path, monkeypatch, step):
    def crash(*_, **__):
        raise Crash

    monkeypatch.setattr(step, crash)
    with pytest.raises(Crash):
        write_whole(path, NEW)
    monkeypatch.undo()
    assert path.read_bytes() == OLD


def test_a_partial_write_never_shows(path, monkeypatch):
    real = os.fdopen

    class Half:
        def __init__(self, stream):
            self.stream = stream

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self.stream.close()

        def write(self, data):
            self.stream.write(data[: len(data) // 2])
            full()

    monkeypatch.setattr("os.fdopen", lambda *args: Half(real(*args)))
    with pytest.raises(EnvironmentFails):
        write_whole(path, NEW)
    assert untouched(path)


def test_flushed_before_renamed(path, monkeypatch):
    told = []
    fsync, replace = os.fsync, Path.replace
    monkeypatch.setattr("os.fsync", lambda handle: (told.append("flush"), fsync(handle)))
    monkeypatch.setattr("pathlib.Path.replace", lambda self, other: (told.append("rename"), replace(self, other))[1])
    write_whole(path, NEW)
    assert told[:2] == ["flush", "rename"]
    assert path.read_bytes() == NEW


def test_the_mode_of_the_old_file_is_kept(path):
    path.chmod(0o600)
    write_whole(path, NEW)
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("before", [b"", b'{"id": "a"}\n', b'{"id": "a"}'], ids=["empty", "ended", "not ended"])
def test_an_entry_is_a_line_of_its_own(tmp_path, before):
    path = tmp_path / "history.jsonl"
    path.write_bytes(before)
    append_events(path, before, [{"id": "b"}, {"id": "c"}])
    assert path.read_bytes().splitlines() == [*before.splitlines(), b'{"id":"b"}', b'{"id":"c"}']


def test_somebody_elses_entry_is_never_lost(path):
    read = path.read_bytes()
    path.write_bytes(OLD + b'{"id":"theirs"}\n')
    with pytest.raises(EnvironmentFails) as caught:
        append_events(path, read, [{"id": "ours"}])
    assert caught.value.problems[0].code == "case/changed"
    assert b"theirs" in path.read_bytes()
    assert b"ours" not in path.read_bytes()
