"""``safeconduct record``: keep, check and exchange a record from a terminal; the verbs are in the files named here."""

from __future__ import annotations

from safeconduct.cli import record_carry, record_check, record_keys, record_write
from safeconduct.cli.record_base import record

__all__ = ["record", "record_carry", "record_check", "record_keys", "record_write"]
