"""``safeconduct record show``, ``verify`` and ``compare``: what is there, and whether it holds."""

from __future__ import annotations

import json
import time
from pathlib import Path

import click

from safeconduct.cli.answer import Answer
from safeconduct.cli.record_base import (
    FILE,
    Said,
    answered,
    by_founding,
    in_folder,
    open_folder,
    read_file,
    record,
    said,
    write_file,
)
from safeconduct.cli.verb import Asked, verb
from safeconduct.errors import say


@verb(record)
@in_folder
@click.argument("index", type=int, required=False)
def show(asked: Asked, folder: Path, index: int | None) -> Answer:
    """Show the entries with their states and every disagreement, or one entry (INDEX) whole."""
    from safeconduct.record import disagreements, entries, history_line, pending
    from safeconduct.record.explain import entry_line, marks_json
    from safeconduct.record.forks import proofs_in
    from safeconduct.record.marks import marks

    here = open_folder(folder)
    store = here.store()
    found = [*entries(store, here.deal), *pending(store, here.deal)]
    about = marks(found)
    data = [{**history_line(entry), **marks_json(about[entry.payload_hash])} for entry in found]
    if index is not None:
        wanted = [line for line in data if line["index"] == index]
        lines = [json.dumps(line, ensure_ascii=False, indent=2) for line in wanted]
        return answered(({"entries": wanted}, lines or [say("no such entry")], 0 if wanted else 1), asked.language)
    apart = [item.text for item in disagreements(found)]
    lines = [entry_line(entry, about[entry.payload_hash], asked.language) for entry in found]
    lines += [say("  disagreement, both stand: {text}", text=text) for text in apart]
    proofs = proofs_in(here.path)
    lines += [say("contradicted: the log's key signed two pasts; the proof is {file}", file=file) for file in proofs]
    return answered(({"entries": data, "disagreements": apart, "evidence": proofs}, lines, 0), asked.language)


@verb(record, "verify")
@click.argument("bundle", type=FILE)
@click.option("--checkpoint", "checkpoints", type=FILE, multiple=True, help="a checkpoint or receipt you kept or were given")
@click.option("--policy", type=FILE, help="the policy file the parties signed")
@by_founding
@click.option("--threads", type=click.IntRange(1, 64), default=2, help="how many processors to use")
def verify_(asked: Asked, bundle: Path, checkpoints: tuple[Path, ...], policy: Path | None, founding: str, threads: int) -> Answer:
    """Check BUNDLE offline: proved, not proved or disproved, step by step."""
    from safeconduct.record import Held, read_bundle, verify_bundle
    from safeconduct.record.explain import verdict_json, verdict_lines
    from safeconduct.record.proof import read_held

    given = read_bundle(bundle)
    held, receipts = read_held([read_file(path) for path in checkpoints])
    text = read_policy_file(policy)
    verdict = verify_bundle(given, Held(held, receipts, text, founding, int(time.time())), threads)
    code = 0 if verdict.overall == "proved" else 1
    return answered((verdict_json(verdict, asked.language), verdict_lines(verdict, asked.language), code), asked.language)


@said
@click.argument("one", type=FILE)
@click.argument("other", type=FILE, required=False)
@click.option("--policy", type=FILE, help="policy with the log's key (default: the founding in the bundle)")
@click.option("-o", "--evidence", type=FILE, help="where to write the evidence if they contradict each other")
def compare(one: Path, other: Path | None, policy: Path | None, evidence: Path | None) -> Said:
    """Compare two bundles or checkpoints of one record; or check one file of evidence, with --policy."""
    from safeconduct.record import compare as compare_bundles
    from safeconduct.record.compare import RESULTS, log_keys, read_either

    text = read_policy_file(policy)
    if other is None:
        return _evidence(one, text)
    pair = read_either(one), read_either(other)
    result = compare_bundles(*pair, log_keys(pair, text))
    lines = [say("{result}: {what}", result=RESULTS[result.result], what=result.what)]
    if result.evidence and evidence:
        write_file(evidence, result.evidence)
        lines.append(
            say(
                "evidence: {name}; anyone who has the policy checks it with `safeconduct record compare {name} --policy`",
                name=evidence.name,
            )
        )
    data = {"result": result.result, "what": result.what, "evidence": evidence.name if result.evidence and evidence else None}
    return data, lines, 0 if result.result in ("same", "continues") else 1


def read_policy_file(path: Path | None) -> str | None:
    """Return the text of a policy file that reads. Raises: InputWrong (``record/policy``), EnvironmentFails (``record/no-file``)."""
    from safeconduct.record.policy import read_policy

    if path is None:
        return None
    text = read_file(path).decode("utf-8", "replace")
    read_policy(text, path.name)
    return text


def _evidence(file: Path, policy: str | None) -> Said:
    from safeconduct.record import require_evidence
    from safeconduct.record.compare import CONTRADICTED, RESULTS
    from safeconduct.record.policy import read_policy

    if policy is None:
        raise click.UsageError(
            say("give two files to compare; or one file of evidence with --policy, because the log's key is in it")
        )
    short, long = require_evidence(read_file(file), read_policy(policy).logs)
    what = say(
        "the log's key signed two pasts: {short} entries and {long} entries that cannot both be true",
        short=short.size,
        long=long.size,
    )
    line = say("{result}: {what}", result=RESULTS[CONTRADICTED], what=what)
    return {"result": CONTRADICTED, "what": what, "evidence": file.name}, [line], 1
