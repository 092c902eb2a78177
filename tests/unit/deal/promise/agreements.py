"""Builds small agreements from sentences, so that a test reads like the contract it is about."""

from safeconduct.deal import Agreement, read

FRONT = """---
format: safeconduct-deal/1
deal: test
title: {en: "A test"}
languages: [en]
clock: Etc/UTC
day-count: 0
---

## Words

| id | kind | English | shown by |
| --- | --- | --- | --- |
"""


def agreement(words: str, *sentences: str) -> Agreement:
    """Read an agreement. ``words`` is ``"north party, leave act, quay place"``; ids are their own names."""
    rows = [pair.split() for pair in words.split(",")]
    table = "".join(f"| {id_} | {kind} | {id_.replace('_', ' ')} | |\n" for id_, kind in rows)
    text = "\n\n".join(f"**1.{n}** {sentence}" for n, sentence in enumerate(sentences, 1))
    return read(f"{FRONT}{table}\n## English\n\n{text}\n".encode())
