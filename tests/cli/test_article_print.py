"""read, for a person: the article with its marks, and why its summary is what it is."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot.cli.article_print import print_article
from bot.models import Article, DatedEvent, Document, Entity, Mention, Sentence, TimeExpression
from tests.cli.conftest import Nutgraf

TEXT = (
    "Nora Blix left the ferry line on Tuesday after 30 years at sea.\n\n"
    "She will train captains in Port Ansel."
)
LONG = "chief executive of the largest ferry line on the whole coast between Port Ansel and Lowmoor"


def article(text: str = TEXT, headline: str = "Captain Blix goes ashore", role: str = LONG) -> Article:
    blix, ansel = text.find("Nora Blix"), text.find("Port Ansel")
    tuesday = text.find("Tuesday")
    paragraph = text.find("\n\n")
    return Article(
        document=Document(headline, text, datetime(2024, 10, 9, tzinfo=UTC), source="Herald"),
        sentences=(Sentence(0, paragraph, 0), Sentence(paragraph + 2, len(text), 1)),
        summary=(0,),
        ranking=(0,),
        entities=(
            Entity("Nora Blix", "person", (Mention(blix, blix + 9, 0),), role=role),
            Entity("Port Ansel", "place", (Mention(ansel, ansel + 10, 1),)),
        ),
        dates=(TimeExpression(tuesday, tuesday + 7, "2024-10-08"),),
        events=(DatedEvent(0, tuesday, tuesday + 7, date(2024, 10, 8), "day", year_given=False),),
        content_hash="",
        fingerprint=0,
    )


def printed(found: Article, width: int = 80, *, colour: bool = False) -> str:
    console = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        highlight=False,
        no_color=not colour,
        soft_wrap=True,
        _environ={},
    )
    print_article(found, ["transport"], console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_without_colour_names_and_days_stand_in_brackets() -> None:
    out = printed(article())

    assert "\x1b" not in out
    assert out.startswith("Captain Blix goes ashore\nHerald · 2024-10-09 · transport\n\n")
    assert "Marks: [name], {day}; a number ends each sentence of the summary [1].\n" in out
    assert "[Nora Blix] left the ferry line on {Tuesday} after 30 years at sea. [1]\n\n" in out
    assert "She will train captains in [Port Ansel].\n" in out


def test_with_colour_they_are_coloured_and_the_summary_is_bold_and_numbered() -> None:
    out = printed(article(), colour=True)

    assert "\x1b[1;35mNora Blix\x1b[0m" in out
    assert "\x1b[1;33mTuesday\x1b[0m" in out
    assert "\x1b[32mPort Ansel\x1b[0m" in out
    plain = re.sub(r"\x1b\[[\d;]*m", "", out)
    assert "Marks: person · organisation · place · day · summary [1]\n" in plain
    assert "Nora Blix left the ferry line on Tuesday after 30 years at sea. [1]\n" in plain


def test_below_stand_the_reasons_the_gist_the_names_and_the_days() -> None:
    out = printed(article())

    assert (
        "Summary\n"
        "  [1] “Nora Blix left the ferry line on Tuesday after 30 years at sea.”\n"
        "      + 1st sentence of the article\n"
    ) in out
    assert "Who, what, when\n  who   Nora Blix\n  what  " in out
    assert "  when  2024-10-08 (Tuesday)\n" in out
    assert "Names\n  Nora Blix   person        chief executive" in out
    assert "  Port Ansel  place\n" in out
    assert "Days\n  2024-10-08  Tuesday               Nora Blix left the ferry line on" in out


@pytest.mark.parametrize("width", [40, 80, 120, 200])
@pytest.mark.parametrize("colour", [False, True])
def test_no_line_is_wider_than_the_terminal_or_ends_in_space(width: int, colour: bool) -> None:
    out = re.sub(r"\x1b\[[\d;]*m", "", printed(article(), width, colour=colour))

    for line in out.splitlines():
        assert len(line) <= min(width, 100)
        assert line == line.rstrip()


def test_what_goes_on_stands_under_its_first_word() -> None:
    lines = printed(article(), 60).splitlines()

    role = next(number for number, line in enumerate(lines) if "chief executive" in line)
    assert len(lines[role + 1]) - len(lines[role + 1].lstrip()) == lines[role].index("chief")


def test_brackets_of_rich_are_printed_as_they_are() -> None:
    out = printed(article(headline="[bold]Ferry[/bold] goes", role="[red]chief[/]"))

    assert out.startswith("[bold]Ferry[/bold] goes\n")
    assert "[red]chief[/]" in out


@given(st.text(alphabet=st.characters(), max_size=40))
def test_no_text_moves_the_cursor_or_is_lost(words: str) -> None:
    out = printed(article(headline=f"a{words}", role=words))

    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e]", out)
    assert "[Nora Blix]" in out


def test_the_command_prints_it(nutgraf: Nutgraf) -> None:
    text = "Ferry runs aground\n\nThe ferry Lady Carrow ran aground on Tuesday, the coast guard said.\n"

    result = nutgraf("read", "-", stdin=text.encode())

    assert (result.code, result.err) == (0, "")
    assert "ran aground on {Tuesday}, the coast guard said. [1]\n" in result.out
    assert "\n      + 1st sentence of the article\n" in result.out
