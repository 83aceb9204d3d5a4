"""Nothing that others wrote can ping, link or format; its words stay."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.views.escape import clean, emphasise, escape, escape_line, flat, link, safe_url
from tests.views.making import HOSTILE

# Discord's own reading: an escape pair prints its second character; what is left may start any of these.
_PAIR = re.compile(r"\\[^0-9A-Za-z\s]")
_ACTIVE = re.compile(
    r"""[*_~`|]                       # emphasis, underline, strike, code, spoiler
    | <[@#:/ati]                      # mentions, emoji, commands, times
    | \w+://                          # addresses
    | \]\(                            # masked links
    | :[^\s:\\]+:                     # emoji codes
    | @(?:everyone|here)
    | discord\.gg/
    | ^\s*(?:\#{1,3}|-\#|[-+*]|\d+[.)])(?:\s|$)
    | ^\s*>
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
_SERVER_MENTION = re.compile(r"@everyone|@here|<@[!&]?\d+>")
"""What the server looks for, backslashes or not."""


def printed(markdown: str) -> str:
    """Return what Discord prints of text in which nothing is active."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", markdown).replace("@\u200b", "@")


@given(HOSTILE)
@example("\\@everyone")
@example(":a:b:c:")
@example("1.\n2. x")
@example("<\u200b@123456789012345678>")
def test_escaped_text_is_inert_and_keeps_its_words(text: str) -> None:
    escaped = escape(text)
    # a pair stands for one printed character, here a harmless one
    assert not _ACTIVE.search(_PAIR.sub("\ue000", escaped))
    assert not _SERVER_MENTION.search(escaped)
    assert printed(escaped) == clean(text)


@given(HOSTILE)
def test_nothing_invisible_is_left(text: str) -> None:
    for character in clean(text):
        assert character == "\n" or unicodedata.category(character) not in {"Cc", "Cf", "Cs"}
    clean(text).encode()


@given(HOSTILE, st.lists(st.tuples(st.integers(-3, 60), st.integers(-3, 60)), max_size=5))
def test_emphasis_is_the_only_format_and_keeps_the_words(text: str, spans: list[tuple[int, int]]) -> None:
    shown = _PAIR.sub("\ue000", emphasise(text, spans))
    inside = shown.split("**")
    assert len(inside) % 2, "every bold is closed"
    assert not any(_ACTIVE.search(part) for part in inside)
    for bold in inside[1::2]:
        assert bold.strip() == bold != ""
    assert flat(printed(emphasise(text, spans).replace("**", ""))) == flat(text)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("Plain words, with a comma.", "Plain words, with a comma."),
        ("snake_case and 2*3", r"snake\_case and 2\*3"),
        ("# Heading", r"\# Heading"),
        ("-# small", r"\-# small"),
        ("2024. A year", r"2024\. A year"),
        ("> said", r"\> said"),
        ("@everyone look", "@\u200beveryone look"),
        ("<@!123>", "\\<@\u200b!123>"),
        ("at 10:30 today", "at 10:30 today"),
        ("go :smile: go", r"go \:smile: go"),
        ("see https://x.example", r"see https\://x.example"),
        ("join discord.gg/abc", r"join discord\.gg/abc"),
        ("@BBCNews said", "@BBCNews said"),
        ("a\u202eb\u200bc\x00d\ud800", "abcd\ufffd"),
    ],
)
def test_examples(text: str, escaped: str) -> None:
    assert escape(text) == escaped


def test_one_line_stays_one_line() -> None:
    assert escape_line(" A\n\n# B\t\u2028C ") == "A # B C"


def test_highlights_are_bold_and_trimmed() -> None:
    assert emphasise("Nearly 200 missiles fell.", [(7, 11), (11, 20)]) == "Nearly **200 missiles** fell."
    assert emphasise("*x* y", [(0, 3)]) == r"**\*x\*** y"


@pytest.mark.parametrize(
    "url",
    [
        None, "", "javascript:alert(1)", "ftp://a.example/x", "https://", "https://a.example/x y", "http://[::1]/",
        "https://bbc.example@evil.example/", "https://a.example/" + "x" * 500,
        "https://a.example/\u202e", "//a.example",
        "https://a.example:port/", "data:text/html,x", "https://exa<mple/",
    ],
)  # fmt: skip
def test_unsafe_addresses_are_not_linked(url: str | None) -> None:
    assert safe_url(url) is None
    assert link("Headline", url) == "Headline"


def test_brackets_do_not_break_out_of_a_link() -> None:
    shown = link("Deal [sealed](now)", "https://a.example/x_(y)>z?q=1&r=2#part")
    assert shown == r"[Deal \[sealed\](now)](<https://a.example/x_%28y%29%3Ez?q=1&r=2#part>)"


@given(HOSTILE, HOSTILE)
def test_a_link_is_one_link_or_plain_text(text: str, path: str) -> None:
    shown = link(text, "https://a.example/" + path)
    match = re.fullmatch(r"\[(.*)\]\(<(https://a\.example/[^\s<>()\[\]\\]*)>\)", shown, re.DOTALL)
    assert not _ACTIVE.search(_PAIR.sub("\ue000", match[1] if match else shown))
