"""Which sentences are quoted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.digests.quoting import LONG_SENTENCE, MOST_CHARACTERS, Speaker, choose_quotes, quotable
from bot.models import ArticleId, StoredArticle
from tests.digests.newsroom import NOW, write


def speaker(number: int, *sentences: str) -> Speaker:
    article = write(f"Story {number}", *sentences)
    return Speaker(StoredArticle(ArticleId(number), article, (), NOW), tuple(quotable(article)))


def test_a_long_sentence_is_passed_over_when_there_is_another() -> None:
    long = "x" * (LONG_SENTENCE + 1)
    (quotes,) = choose_quotes([speaker(1, long, "Short.")], (3,))
    assert [quote.text for quote in quotes] == ["Short."]
    (quotes,) = choose_quotes([speaker(1, long)], (3,))
    assert [quote.text for quote in quotes] == [long]


@given(st.lists(st.lists(st.integers(1, 3000), min_size=1, max_size=6), min_size=1, max_size=8))
def test_quotes_fit_and_are_never_cut(lengths: list[list[int]]) -> None:
    stories = [speaker(n, *("y" * length for length in each)) for n, each in enumerate(lengths)]
    chosen = choose_quotes(stories, (3, 2, 2))
    assert len(chosen) == len(stories)
    assert sum(len(quote.text) for quotes in chosen for quote in quotes) <= MOST_CHARACTERS
    for story, quotes in zip(stories, chosen, strict=True):
        assert len(quotes) <= 3
        assert [quote.start for quote in quotes] == sorted({quote.start for quote in quotes})
        spans = {(sentence.start, sentence.end) for sentence in story.article.article.sentences}
        assert all((quote.start, quote.end) in spans for quote in quotes)
