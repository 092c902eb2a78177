"""Written in another language: marked as unreviewed, and words without a name there stay visible."""

from click.testing import CliRunner

from safeconduct.cli import main
from safeconduct.deal import note_in, read, write_clause

FILE = """---
format: safeconduct-deal/1
deal: gate
title: {en: "The gate"}
languages: [en]
clock: Europe/Paris
day-count: 0
---

## Words

| id | kind | English | العربية | Русский |
| --- | --- | --- | --- | --- |
| north | party | north (the) | | |
| families | group | families (the pl) | العائلات (f) | семьи (pl) |
| open | act | open the gate | فتح البوابة | открыть ворота |

## English

**1.1** The [north] undertakes to [open the gate], for the [families], by 15 December 2016 at 16:00.
"""
AGREEMENT = read(FILE.encode())


def test_a_word_without_a_name_shows_its_english_one_with_the_language():
    assert write_clause(AGREEMENT, "1.1", "ru").startswith("[north (en)] обязуется [открыть ворота]")
    assert write_clause(AGREEMENT, "1.1", "ar").startswith("[\u2068north (en)\u2069] يتعهد بـ[فتح البوابة]")


def test_the_verb_agrees_with_its_subject():
    plural = read(FILE.replace("The [north] undertakes", "The [families] undertake").encode())
    assert "[العائلات] تتعهد بـ" in write_clause(plural, "1.1", "ar")
    assert "[семьи] обязуются" in write_clause(plural, "1.1", "ru")


def test_dates_carry_both_month_names_in_arabic_and_the_genitive_in_russian():
    assert "15 كانون الأول/ديسمبر 2016 الساعة \u206816:00\u2069" in write_clause(AGREEMENT, "1.1", "ar")
    assert "15 декабря 2016 года в 16:00" in write_clause(AGREEMENT, "1.1", "ru")


def test_only_languages_that_are_not_read_carry_a_note():
    assert [bool(note_in(language)) for language in ("ar", "en", "fr", "ru")] == [True, False, False, True]
    assert "Unreviewed translation" in note_in("ar")


def test_show_prints_the_note_before_anything_else():
    printed = CliRunner().invoke(main, ["deal", "show", "harbour", "--lang", "ar"])
    assert printed.output.startswith(note_in("ar")[:40])
    assert "Unreviewed" not in CliRunner().invoke(main, ["deal", "show", "harbour", "--lang", "fr"]).output
