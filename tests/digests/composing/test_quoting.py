"""Which sentences are quoted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.digests.composing.quoting import LONG_SENTENCE, MOST_CHARACTERS, choose_quotes, quotable, quotes_of
from bot.models import ArticleId, Quote, StoredArticle
from tests.digests.newsroom import NOW, write


def quotes(*sentences: str) -> tuple[Quote, ...]:
    article = write("A story", *sentences)
    return quotes_of(StoredArticle(ArticleId(1), article, (), NOW), quotable(article))


def test_a_long_sentence_is_passed_over_when_there_is_another() -> None:
    long = "x" * (LONG_SENTENCE + 1)
    (chosen,) = choose_quotes([quotes(long, "Short.")], (3,))
    assert [quote.text for quote in chosen] == ["Short."]
    (chosen,) = choose_quotes([quotes(long)], (3,))
    assert [quote.text for quote in chosen] == [long]


@given(st.lists(st.lists(st.integers(1, 3000), min_size=1, max_size=6), min_size=1, max_size=8))
def test_quotes_fit_and_are_never_cut(lengths: list[list[int]]) -> None:
    stories = [quotes(*("y" * length for length in each)) for each in lengths]
    chosen = choose_quotes(stories, (3, 2, 2))
    assert len(chosen) == len(stories)
    assert sum(len(quote.text) for said in chosen for quote in said) <= MOST_CHARACTERS
    for story, said in zip(stories, chosen, strict=True):
        assert len(said) <= 3
        assert [quote.start for quote in said] == sorted({quote.start for quote in said})
        assert set(said) <= set(story)
