"""What is shown of the pages that a message links to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.models import DigestStory
from bot.views.layout import measure
from bot.views.links import LinkSummary, links_view
from tests.views.making import CITATIONS, LONG, QUOTES, citation, quote, shown


def test_a_page_is_told_in_its_own_sentences() -> None:
    story = DigestStory(citation(), (quote("Ferries sail."), quote("Tax rises.")))
    text = shown(links_view([LinkSummary("https://herald.example/1", story)]))
    assert "### [Harbour tax passes after a long night (1)](<https://herald.example/1>)" in text
    assert text.count("\n> ") == 2 and "-# The Ansel Herald" in text


def test_a_page_that_could_not_be_had_says_why() -> None:
    text = shown(links_view([LinkSummary("https://herald.example/1", None, "It is gone @everyone.")]))
    assert "⚠️" in text and "It is gone @\u200beveryone." in text


_STORIES = st.builds(DigestStory, CITATIONS, st.lists(QUOTES, max_size=4).map(tuple))


@given(st.lists(st.builds(LinkSummary, LONG, st.none() | _STORIES, LONG), min_size=1, max_size=3))
def test_any_pages_fit(summaries: list[LinkSummary]) -> None:
    assert measure(links_view(summaries)).fits
