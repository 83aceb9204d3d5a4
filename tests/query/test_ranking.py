"""Which articles are read first: the rarer words, the headline, nearness and the newer day count."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.index import SEQUENCE_BITS
from bot.models import ArticleId
from bot.query.ranking import WordHits, rank


def on(day: int, number: int = 0) -> ArticleId:
    return ArticleId((20_000 + day) << SEQUENCE_BITS | number)


def many(count: int, day: int = 0) -> list[ArticleId]:
    return [on(day, number) for number in range(count, 0, -1)]


def test_of_articles_with_all_words_those_with_them_in_the_headline_come_first() -> None:
    old, new = on(0), on(1)
    hits = WordHits([new, old], in_headline=[old])
    assert rank([hits], complete=[new, old]) == [old, new]


def test_the_newer_of_two_that_match_alike_comes_first() -> None:
    articles = [on(3), on(2), on(2, 1), on(-300)]
    assert rank([WordHits(articles)], complete=articles) == [on(3), on(2, 1), on(2), on(-300)]


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    common, rare = many(400), [on(0, 1000)]
    ranked = rank([WordHits(common), WordHits(rare)])
    assert ranked[0] == rare[0]


def test_a_list_that_was_cut_is_known_to_be_of_a_common_word() -> None:
    # both lists are as long, but the first one's articles are of one day, and there are more
    cut, whole = many(500, day=10), [on(day) for day in range(10, -490, -1)]
    extra_common, extra_rare = on(10, 9_001), on(10, 9_000)
    ranked = rank([WordHits([extra_common, *cut], cut=True), WordHits([extra_rare, *whole])])
    assert ranked.index(extra_rare) < ranked.index(extra_common)


def test_all_the_words_count_more_than_some_and_near_each_other_most() -> None:
    near, apart, half = on(0, 1), on(0, 2), on(0, 3)
    hits = [WordHits([half, apart, near]), WordHits([apart, near])]
    assert rank(hits, complete=[apart, near], together=[near]) == [near, apart, half]


def test_nothing_is_ranked_as_nothing() -> None:
    assert rank([]) == []
    assert rank([WordHits([]), WordHits([])]) == []


ids = st.lists(st.builds(on, st.integers(-400, 0), st.integers(0, 50)), unique=True).map(
    lambda found: sorted(found, reverse=True)
)


@given(st.lists(st.builds(WordHits, ids, st.booleans(), ids, ids), max_size=4), ids, ids)
def test_every_article_is_ranked_once_whatever_the_lists(
    words: list[WordHits], complete: list[ArticleId], together: list[ArticleId]
) -> None:
    ranked = rank(words, complete=complete, together=together)
    assert set(ranked) == set(complete).union(
        *(hits.newest for hits in words), *(hits.older for hits in words)
    )
    assert len(set(ranked)) == len(ranked)
