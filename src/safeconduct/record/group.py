"""Group commit: many clients hand in events at once, one thread writes them in batches, each client gets its own answer.

While one batch waits for the disk the next one gathers, so the wait is shared by all of it.
"""

from __future__ import annotations

import threading
from collections import deque
from concurrent.futures import Future

from safeconduct.errors import say
from safeconduct.record.store import stopped
from safeconduct.record.writer import Outcome, Writer

LARGEST_BATCH = 512
MOST_WAITING = 65_536


class GroupCommit:
    """Feeds one writer from many clients.

    Arguments:
        writer: the one writer; nobody else may use it meanwhile.
    """

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._waiting: deque[tuple[bytes, Future[Outcome]]] = deque()
        self._wake = threading.Condition()
        self._open = True
        self._thread = threading.Thread(target=self._run, name="group-commit", daemon=True)
        self._thread.start()

    def submit(self, envelope: bytes) -> Future[Outcome]:
        """Hand in one event; the future holds its answer once it is durable, or the error that stopped the writer.

        Raises: EnvironmentFails (``record/stopped``) when closed, or when too many are waiting already (bounded memory).
        """
        future: Future[Outcome] = Future()
        with self._wake:
            if not self._open or len(self._waiting) >= MOST_WAITING:
                raise stopped(say("the writer takes no more events now"))
            self._waiting.append((envelope, future))
            self._wake.notify()
        return future

    def close(self) -> None:
        """Finish what is waiting, then stop."""
        with self._wake:
            self._open = False
            self._wake.notify()
        self._thread.join()

    def _run(self) -> None:
        while batch := self._next_batch():
            try:
                outcomes = self._writer.append([envelope for envelope, _ in batch])
            except Exception as error:
                for _, future in batch:
                    future.set_exception(error)
            else:
                for (_, future), outcome in zip(batch, outcomes, strict=True):
                    future.set_result(outcome)

    def _next_batch(self) -> list[tuple[bytes, Future[Outcome]]]:
        with self._wake:
            while self._open and not self._waiting:
                self._wake.wait()
            return [self._waiting.popleft() for _ in range(min(len(self._waiting), LARGEST_BATCH))]
