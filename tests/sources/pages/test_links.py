"""The links in what somebody wrote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.pages.links import links_in


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Look: https://herald.example/ferry.", ["https://herald.example/ferry"]),
        ("(https://herald.example/a_(b)), <https://post.example/x?y=1>!", ["https://herald.example/a_(b)", "https://post.example/x?y=1"]),
        ("**https://herald.example/a** and HTTP://HERALD.example/b", ["https://herald.example/a", "HTTP://HERALD.example/b"]),
        ("[text](https://herald.example/a) https://herald.example/a", ["https://herald.example/a"]),
        ("||https://herald.example/a||", ["https://herald.example/a"]),
        ("no links: herald.example ftp://a.example javascript:alert(1)", []),
        ("", []),
    ],
)  # fmt: skip
def test_links_are_found_without_what_stands_around_them(text: str, links: list[str]) -> None:
    assert list(links_in(text)) == links


@given(st.text())
def test_any_text_gives_links_without_spaces(text: str) -> None:
    assert all(link.lower().startswith("http") and not any(map(str.isspace, link)) for link in links_in(text))
