"""Documents that cannot lie: what they show is what the program says, and what they promise to be they are."""

import importlib.util
import re
import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def load(name):
    spec = importlib.util.spec_from_file_location(f"documents_{name}", DOCS / f"{name}.py")
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


run, sentence_forms, picture, entries = load("run"), load("sentence_forms"), load("picture"), load("entries")


@pytest.mark.parametrize("page", run.documents(), ids=lambda page: page.name)
def test_what_a_document_shows_is_what_the_program_says(page):
    assert run.as_it_should_be(page) == page.read_text("utf-8"), "python docs/run.py --accept rewrites it; the diff is the review"


def test_the_guide_is_run():
    assert DOCS / "learn-the-language.md" in run.documents()


def test_a_changed_output_is_noticed(tmp_path):
    text = (DOCS / "learn-the-language.md").read_text("utf-8")
    wrong = text.replace("did you mean [leave the harbour]?", "did you mean anything else?")
    assert wrong != text
    assert run.Runner(tmp_path).run(wrong) == text


def test_every_sentence_form_has_an_example():
    assert list(sentence_forms.forms_without_example()) == []


def test_the_page_of_sentence_forms_is_in_step():
    assert sentence_forms.PAGE.read_text("utf-8") == sentence_forms.page(), "python docs/sentence_forms.py --accept"


def test_the_page_of_entries_is_in_step():
    assert entries.PAGE.read_text("utf-8") == entries.page(), "python docs/entries.py --accept"


def test_every_type_of_entry_that_the_deed_level_reads_is_on_the_page():
    from safeconduct.case.forms import FORMS
    from safeconduct.case.meanings import TYPES
    from safeconduct.deal.standing.events import REQUIRED

    assert set(FORMS) == set(REQUIRED) == set(TYPES) == set(entries.EXAMPLES)


@pytest.mark.parametrize("kind", entries.EXAMPLES)
def test_the_example_of_a_type_is_taken_in_and_read(kind, tmp_path):
    from click.testing import CliRunner

    from safeconduct.case.read import SHIPPED
    from safeconduct.cli import main

    case = shutil.copytree(SHIPPED / "harbour", tmp_path / "copy")
    for command in (["case", "add-event", case, *entries.typed(kind)], ["deal", "standing", case, "--at", "2031-03-21"]):
        result = CliRunner().invoke(main, [str(part) for part in command])
        assert result.exit_code == 0, result.output


def test_the_picture_shows_what_the_demo_prints():
    assert picture.text_of(picture.PICTURE.read_text("utf-8")) == picture.demo(), "python docs/picture.py --accept draws it again"


@pytest.mark.parametrize(
    ("pages", "most"),
    [(["README.md"], 120), ([f"docs/{p.name}" for p in DOCS.glob("for-*.md")], 80)],
    ids=["README", "for a reader"],
)
def test_short_pages_stay_short(pages, most):
    assert {page: len((ROOT / page).read_text("utf-8").splitlines()) < most for page in pages} == dict.fromkeys(pages, True)


@pytest.mark.parametrize("page", [*sorted(ROOT.glob("*.md")), *sorted(DOCS.glob("*.md"))], ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    links = [link.split("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    assert [link for link in links if link and not (page.parent / link).exists()] == []


FRAGMENTS = [path for path in sorted((ROOT / "changes").glob("*.md")) if path.name != "README.md"]


@pytest.mark.parametrize("fragment", FRAGMENTS, ids=lambda fragment: fragment.stem)
def test_a_change_fragment_says_its_kind_first(fragment):
    assert re.fullmatch(r"[a-z0-9-]+", fragment.stem)
    assert re.match(r"(\*\*)?(Added|Changed|Fixed|Removed|Security)(\*\*)? \S", fragment.read_text("utf-8"))


ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")


def test_every_room_is_in_the_architecture():
    rooms = sorted(path.name for path in (ROOT / "src" / "safeconduct").iterdir() if path.is_dir() and path.name != "__pycache__")
    assert [room for room in rooms if not re.search(rf"^\| .*`{room}`", ARCHITECTURE, re.MULTILINE)] == []


def test_the_recipes_name_files_that_exist():
    named = re.findall(r"`((?:src|docs|tests)/[\w./-]+\.\w+)`", ARCHITECTURE)
    assert len(named) > 15
    assert [name for name in named if "xx." not in name and not (ROOT / name).exists()] == []


def test_the_commands_of_the_readme_exist():
    readme = (ROOT / "README.md").read_text("utf-8")
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    made = re.findall(r"^    make (\w+)", readme, re.MULTILINE)
    assert set(made) == {"demo", "test"}
    assert [target for target in made if target not in targets] == []


@pytest.mark.parametrize("page", [ROOT / "README.md", *sorted(DOCS.glob("*.md"))], ids=lambda page: page.name)
def test_every_command_that_a_page_names_is_one(page):
    from click import Context, Group

    from safeconduct.cli import main

    for line in set(re.findall(r"[`$] ?safeconduct ([a-z][a-z -]*[a-z])", page.read_text("utf-8"))):
        command, context = main, Context(main)
        for word in line.split():
            if not isinstance(command, Group):
                break
            found = command.get_command(context, word)
            assert found is not None, f"safeconduct {line}"
            command = found


def test_every_key_of_a_movement_is_on_its_page():
    room = ROOT / "src" / "safeconduct" / "movement"
    readers = (*room.rglob("read*.py"), room / "files" / "assumptions.py")
    asks = re.compile(
        r'\b(?:row|time|top)\.(?:text|whole|wholes|number|flag|choice|texts|known|get|values\.get)\(\s*"(\w+)"'
        r'|(?:when|maybe|_groups|_list|_day)\((?:row, )?"(\w+)"'
    )
    read = {key for file in readers for found in asks.findall(file.read_text("utf-8")) for key in found if key}
    page = (DOCS / "movement-files.md").read_text("utf-8")
    assert len(read) > 60
    assert read - set(re.findall(r"\w+", page)) - {"coordinates", "missing", "status", "waived_by"} == set()
