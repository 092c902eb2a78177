"""One act at a time in one folder: two programs that number an author's events at once would make the author contradict itself.

The lock is a database file of its own, because SQLite locks the same way on every system and lets go when a program dies.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import apsw

from safeconduct.errors import EnvironmentFails, Problem, say
from safeconduct.record.sqlite import CANNOT_OPEN


@contextmanager
def alone(file: Path, patience: float = 20.0) -> Iterator[None]:
    """Hold the lock of a folder.

    Arguments:
        file: the lock; made when it is not there, never written to.
        patience: seconds to wait for another program.

    Raises: EnvironmentFails (``record/cannot-open``).
    """
    try:
        with closing(apsw.Connection(str(file))) as db:
            db.set_busy_timeout(int(patience * 1000))
            db.execute("begin exclusive")
            yield
    except apsw.BusyError:
        raise _refuse(say("another program is at work in this folder"), say("wait until it is done, then try again")) from None
    except apsw.Error as error:
        raise _refuse(
            say("the folder cannot be locked ({name})", name=type(error).__name__), say("check path, rights and free space")
        ) from None


def _refuse(what: str, do: str) -> EnvironmentFails:
    return EnvironmentFails(
        Problem(CANNOT_OPEN, what, why=say("two at once could number two events alike; nothing was changed"), do=do)
    )
