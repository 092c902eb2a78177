"""The technician's page: every command on it is run as it stands there, with openssl and Go only."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from needs import need
from record_world import DEAL, signer, small_world

from safeconduct.record import bundle_files, verify_bundle, write_bundle
from safeconduct.record.handouts import policy_of

PAGE = Path(__file__).parents[2] / "docs" / "check-a-bundle.md"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    need("openssl", "go", "tar", "dpkg", "base64", "awk")
    folder = tmp_path_factory.mktemp("technician")
    world = small_world(300)
    write_bundle(bundle_files(world.store), folder / "bundle.tar")
    (folder / "policy").write_bytes(policy_of(world.store, world.deal))
    (folder / "founding").write_text(verify_bundle(world.bundle()).founding)
    (folder / "check.go").write_text(blocks("go")[0])
    shutil.copy(PAGE.with_name("whole-check.go"), folder)
    return folder


def run(place: Path, script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["bash", "-c", "set -eo pipefail\n" + script], cwd=place, capture_output=True, text=True, timeout=300)


def test_every_command_of_the_page_runs_and_answers_yes(place: Path) -> None:
    done = run(place, "\n".join(blocks("sh")))
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Signature Verified Successfully") == 2
    assert done.stdout.count("b holds together; founding " + (place / "founding").read_text()) == 2


@pytest.mark.parametrize("step", [1, 2])
def test_openssl_says_no_when_the_checkpoint_was_changed(place: Path, step: int) -> None:
    changed = 'sed "2s/301/300/" -i b/checkpoint\n'
    done = run(place, "\n".join([blocks("sh")[0], changed, *blocks("sh")[1 : step + 1]]))
    assert done.returncode != 0
    assert "Verified Successfully" not in done.stdout


def test_the_log_key_on_the_page_is_the_one_of_the_record(place: Path) -> None:
    assert DEAL in (place / "policy").read_text()
    assert len(signer("log").public) == 32
