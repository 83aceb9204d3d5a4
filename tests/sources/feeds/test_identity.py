"""An item is known again whatever its feed does to it, and no two items are taken for one."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.feeds.identity import Identified, KnownItem, canonical_url, identify, keys_of
from bot.sources.feeds.model import FeedItem

FEED = "https://www.harbourpost.example/feeds/news.xml"
DAY = datetime(2024, 10, 9, 8, tzinfo=UTC)
WORDS = "harbour ferry strike council vote mayor tern peat crane museum ward eel quay storm tax night".split()


def article(number: int, **changes: object) -> FeedItem:
    """Return an item that shares no name and few words with those of other numbers."""
    words = random.Random(number).choices(WORDS, k=60)  # noqa: S311
    item = FeedItem(
        guid=f"post-{number}",
        url=f"https://www.harbourpost.example/news/{number}-{words[0]}",
        title=f"Number {number}: {' '.join(words[:6])}",
        content=f"Story {number} says {' '.join(words)}.",
        published=DAY + timedelta(hours=number),
    )
    return replace(item, **changes)  # type: ignore[arg-type]


def stored(results: Sequence[Identified], first_id: int = 100) -> dict[str, KnownItem]:
    """Return what an index knows after it stored what is new."""
    known: dict[str, KnownItem] = {}
    for number, each in enumerate(results, first_id):
        item = KnownItem(number if each.known is None else each.known, each.keys, each.item.published)
        known |= dict.fromkeys(each.keys.lookup, item)
    return known


def poll(items: Sequence[FeedItem], known: dict[str, KnownItem] | None = None) -> tuple[Identified, ...]:
    return identify(items, known or {}, feed_url=FEED)


def again(before: FeedItem, after: FeedItem) -> Identified:
    (result,) = poll([after], stored(poll([before])))
    return result


SAME: dict[str, FeedItem] = {
    "nothing": article(1),
    "its date": article(1, published=DAY + timedelta(days=30)),
    "no date": article(1, published=None),
    "title in capitals": article(1, title=article(1).title.upper()),
    "typography of the title": article(1, title=article(1).title.replace(": ", " – ")),
    "outlet behind the title": article(1, title=f"{article(1).title} - The Harbour Post"),
    "a new guid": article(1, guid="post-999"),
    "no guid": article(1, guid=None),
    "tracking": article(1, url=f"{article(1).url}?utm_source=rss&utm_medium=x&fbclid=abc#comments"),
    "http": article(1, url=(article(1).url or "").replace("https://www.", "http://m.") + "/"),
    "amp": article(1, url=f"{article(1).url}/amp"),
    "a new address": article(1, url="https://www.harbourpost.example/2024/other"),
    "no address": article(1, url=None),
    "space in the text": article(1, content=article(1).content.replace(" ", "\n\n", 3)),
}


@pytest.mark.parametrize("change", SAME)
def test_an_item_is_known_again_and_not_edited(change: str) -> None:
    result = again(article(1), SAME[change])

    assert (result.known, result.edited) == (100, False)


EDITED = {
    "the title": article(1, title="Another headline altogether"),
    "the text": article(1, content="All is different now."),
    "title and text": article(1, title="Another headline", content="All is different now."),
    "one word": article(1, content=article(1).content + " Corrected."),
    "title, with another address": article(1, title="New", url="https://www.harbourpost.example/new"),
    "the end, with another guid": article(1, content=article(1).content + " More.", guid="x"),
}


@pytest.mark.parametrize("change", EDITED)
def test_an_edited_item_is_the_same_and_edited(change: str) -> None:
    result = again(article(1), EDITED[change])

    assert (result.known, result.edited) == (100, True)


OTHERS = {
    "another article": article(2),
    "the morning briefing of another day": article(
        2, title=article(1).title, content="Good morning. Here is something else."
    ),
    "another article at the same guid": article(2, guid=article(1).guid),
    "another article at the same address": article(2, url=article(1).url),
}


@pytest.mark.parametrize("change", OTHERS)
def test_another_item_is_new(change: str) -> None:
    assert again(article(1), OTHERS[change]).known is None


def test_a_daily_with_the_same_few_words_is_new_each_day() -> None:
    today = article(
        1,
        title="Morning briefing",
        content="The news that you need to know as you start your day, by our desk.",
    )
    tomorrow = replace(
        today,
        guid="g2",
        url="https://www.harbourpost.example/b/2",
        published=DAY + timedelta(days=1, hours=1),
    )

    assert again(today, tomorrow).known is None
    short = replace(today, content="")
    assert again(short, replace(short, guid="g2", url="https://www.harbourpost.example/b/2")).known is None


@pytest.mark.parametrize(
    "shared", ["https://www.harbourpost.example/", "https://www.harbourpost.example/page", FEED]
)
def test_links_to_one_page_name_nothing(shared: str) -> None:
    items = [article(number, url=shared, guid=None) for number in range(5)]
    first = poll(items)
    assert [each.known for each in first] == [None] * 5

    second = poll([article(9, url=shared, guid=None), *items], stored(first))
    assert [each.known for each in second] == [None, 100, 101, 102, 103, 104]


def test_one_guid_for_all_names_nothing() -> None:
    items = [article(number, guid="1") for number in range(5)]
    known = stored(poll(items))

    assert [each.known for each in poll([article(7, guid="1"), *items], known)] == [
        None,
        100,
        101,
        102,
        103,
        104,
    ]
    # and still so when the feed shrinks to one
    assert [each.known for each in poll([article(8, guid="1")], known)] == [None]


def test_where_guid_and_address_disagree_what_agrees_in_more_wins() -> None:
    known = stored(poll([article(1), article(2)]))

    (result,) = poll([article(2, guid=article(1).guid)], known)
    assert result.known == 101
    (result,) = poll([article(1, url=article(2).url)], known)
    assert result.known == 100


def test_one_stored_item_is_claimed_once_by_what_is_most_like_it() -> None:
    known = stored(poll([article(1)]))
    follow_up = article(
        1,
        guid=None,
        title="What we know of number 1",
        content=f"{article(1).content} More of it.",
        published=None,
    )
    other = article(2, guid=None, url=article(1).url)

    assert [(each.item, each.known) for each in poll([follow_up, article(1), article(2)], known)] == [
        (article(1), 100),
        (article(2), None),
    ]
    assert [(each.item, each.known) for each in poll([other, article(1)], known)] == [
        (other, None),
        (article(1), 100),
    ]


def test_two_copies_in_one_poll_are_returned_once_in_the_newer_words() -> None:
    old = article(1)
    new = article(1, content=article(1).content + " Now with more.", updated=DAY + timedelta(days=3))

    for items in ([old, article(2), new], [new, article(2), old]):
        assert [each.item for each in poll(items)] == [new, article(2)]


@given(
    st.lists(st.sampled_from(range(12)), min_size=1, max_size=12, unique=True),
    st.data(),
)
def test_any_mix_of_single_changes_reordered_and_repeated_is_known(
    numbers: list[int], data: st.DataObject
) -> None:
    known = stored(poll([article(number) for number in numbers]))
    ids = {number: 100 + place for place, number in enumerate(numbers)}
    order = data.draw(st.permutations(numbers + numbers[: data.draw(st.integers(0, len(numbers)))]))
    changes = {number: data.draw(st.sampled_from(sorted(SAME))) for number in numbers}

    results = poll([_changed(number, changes[number]) for number in order], known)

    assert {each.known for each in results} == {ids[number] for number in numbers}
    assert len(results) == len(numbers)
    assert not any(each.edited for each in results)


def _changed(number: int, change: str) -> FeedItem:
    before, after = article(1), SAME[change]
    item = article(number)
    for name in ("guid", "url", "title", "content", "published"):
        if getattr(after, name) != getattr(before, name):
            value = getattr(after, name)
            if name == "published" and value is not None:
                value = value + timedelta(hours=number)
            elif isinstance(value, str):
                value = _transplant(name, getattr(before, name), value, getattr(item, name), number)
            item = replace(item, **{name: value})
    return item


def _transplant(name: str, before: str, after: str, own: str, number: int) -> str:
    """Return what the change that made `after` of `before` makes of another item's field."""
    if after == before.upper():
        return own.upper()
    if name == "title":
        return own.replace(": ", " – ") if "–" in after else f"{own} - The Harbour Post"
    if name == "content":
        return own.replace(" ", "\n\n", 3)
    if name == "url" and after.startswith("http://"):
        return own.replace("https://www.", "http://m.") + "/"
    return own + after.removeprefix(before) if after.startswith(before) else f"{after}-{number}"


@given(
    st.lists(
        st.builds(
            FeedItem,
            guid=st.sampled_from((None, "1", "2", "https://a.example/", "x" * 900)),
            url=st.sampled_from(
                (None, "https://a.example/", "https://a.example/1", "https://a.example/1?utm_x=1", "http://[")
            ),
            title=st.sampled_from(("", "A", "a!", "B - a.example")),
            content=st.sampled_from(("", "one", "one two " * 30, "three")),
            published=st.sampled_from((None, DAY)),
        ),
        max_size=8,
    )
)
def test_any_items_are_returned_once_and_known_the_next_time(items: list[FeedItem]) -> None:
    first = poll(items)
    assert len(first) <= len(items)
    second = poll(items, stored(first))

    # an item without any name or words cannot be known
    assert [each.known for each in second if each.keys.lookup and each.known is None] == []


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://WWW.A.example:80/News/1/#top", "https://a.example/News/1"),
        (
            "https://m.a.example/1?b=2&a=1&utm_source=x&fbclid=y&gclid=z&mc_cid=q",
            "https://a.example/1?a=1&b=2",
        ),
        ("https://a.example/story?id=7&ref=home&cmpid=rss", "https://a.example/story?id=7"),
        ("https://a.example/story?cid=48213", "https://a.example/story?cid=48213"),
        ("https://a.example/story.amp.html", "https://a.example/story.html"),
        ("https://amp.a.example/story/amp/", "https://a.example/story"),
        ("https://a.example/%7Ejo/%e2%82%ac", "https://a.example/~jo/%E2%82%AC"),
        ("https://a.example:8443/x", "https://a.example:8443/x"),
        ("https://m.example/x", "https://m.example/x"),
        ("https://form.a.example/x", "https://form.a.example/x"),
        ("http://www.m.a.example./x", "https://a.example/x"),
        ("tag:a.example,2024:1", "tag:a.example,2024:1"),
        ("http://[", "http://["),
        (" post-1 ", "post-1"),
    ],
)
def test_addresses_have_one_form(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


@given(
    st.text(max_size=60) | st.from_regex(r"https?://[a-z.]{1,12}/[^#]{0,20}\?[a-z=&%]{0,20}", fullmatch=True)
)
def test_the_one_form_stays_as_it_is(url: str) -> None:
    assert canonical_url(canonical_url(url)) == canonical_url(url)


def test_keys_are_the_same_from_run_to_run() -> None:
    keys = keys_of(FeedItem(guid="g", url="https://a.example/1", title="T", content="x"), FEED)

    assert (keys.guid, keys.url) == ("g6c767cd8aedb30bc", "u39a6c325288e0419")
    assert all(key.isascii() and len(key) <= 20 for key in (*keys.lookup, keys.content))
