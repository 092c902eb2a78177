"""What only a terminal shows: looks, and none of them under NO_COLOR."""

import os
import subprocess
import sys

import pytest

pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")


def on_a_terminal(*args, **environment):
    ours, theirs = pty.openpty()
    extra = {"TERM": "xterm-256color", "PATH": os.environ["PATH"], **environment}
    with subprocess.Popen([sys.executable, "-m", "safeconduct", *args], stdout=theirs, stderr=theirs, env=extra) as running:
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:
                break
            if not part:
                break
            shown += part
        code = running.wait()
    os.close(ours)
    return code, shown.decode("utf-8")


def test_titles_are_bold_on_a_terminal():
    code, shown = on_a_terminal("deal", "check", "harbour", "--lang", "en")
    assert (code, "\x1b[1m" in shown, "no finding" in shown) == (0, True, True)


def test_no_color_is_honoured():
    code, shown = on_a_terminal("deal", "check", "harbour", "--lang", "en", NO_COLOR="1")
    assert (code, "\x1b[" in shown, "no finding" in shown) == (0, False, True)
