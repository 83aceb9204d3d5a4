"""What a channel sees when its digest arrives."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.models import Digest, DigestStory
from bot.views.digest import digest_view
from bot.views.layout import measure
from tests.views.making import DIGESTS, LONG, NOON, citation, custom_ids, digest, quote, shown


def test_an_article_of_which_only_the_beginning_was_had_is_marked() -> None:
    paid = DigestStory(replace(citation(), teaser=True), (quote(),))
    assert "🔒 beginning only" in shown(digest_view(replace(digest(1), stories=(paid,)), delivery=None))


def test_header_stories_and_footer() -> None:
    text = shown(digest_view(digest(2, reading_minutes_saved=12), delivery=7))
    assert text.splitlines() == [
        "## 🌍 World",
        "-# <t:1728475200:D>",
        "### [Harbour tax passes after a long night (1)](<https://herald.example/1>)",
        "> The **council** passed the harbour tax by nine votes to six.",
        "-# The Ansel Herald · <t:1728475200:R>",
        "[More]",
        "**[Harbour tax passes after a long night (2)](<https://herald.example/2>)**",
        "> The **council** passed the harbour tax by nine votes to six.",
        "-# The Ansel Herald · <t:1728475200:R>",
        "[More]",
        "-# Saves about 12 minutes of reading · Every sentence is quoted from its article, never rewritten",
    ]


def test_every_more_names_the_delivery_and_the_article() -> None:
    assert custom_ids(digest_view(digest(2), delivery=7)) == ["ng:d:7:1", "ng:d:7:2"]
    assert custom_ids(digest_view(digest(1), delivery=None)) == ["ng:d:0:1"]


def test_a_late_digest_says_since_when() -> None:
    assert "catching up since <t:1728475200:f>" in shown(digest_view(digest(since=NOON), delivery=1))


def test_all_topics_have_a_name_too() -> None:
    assert "## 🗞️ All topics" in shown(digest_view(digest(title="🗞️ All topics"), delivery=1))


def test_other_outlets_are_named_once_and_not_the_teller() -> None:
    others = tuple(
        citation(n, source=name) for n, name in enumerate(["Post", "Post", "The Ansel Herald", "Bay FM"], 2)
    )
    told = replace(digest(1).stories[0], also_in=others)
    assert "· also in Post, Bay FM" in shown(digest_view(replace(digest(), stories=(told,)), delivery=1))


def test_quotes_are_dropped_whole_before_stories() -> None:
    sentence = "Word " * 70 + "end."
    stories = tuple(DigestStory(citation(n), (quote(sentence, n),) * 3) for n in range(1, 9))
    view = digest_view(replace(digest(), stories=stories), delivery=1)
    text = shown(view)
    assert len(custom_ids(view)) == 8
    assert "…" not in text
    assert 6 <= text.count("end.") < 17
    assert measure(view).fits


def test_too_many_stories_are_counted() -> None:
    view = digest_view(digest(30), delivery=1)
    assert len(custom_ids(view)) == 9
    assert "21 more stories left out" in shown(view)


def test_an_empty_digest_still_names_its_delivery() -> None:
    view = digest_view(digest(0), delivery=7)
    assert custom_ids(view) == ["ng:d:7:0"]
    assert "Nothing new" in shown(view)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=40)
@given(DIGESTS, LONG, st.integers(1, 2**63 - 1))
def test_any_digest_fits_and_can_be_found_again(made: Digest, title: str, delivery: int) -> None:
    view = digest_view(replace(made, title=title), delivery=delivery)
    ids = custom_ids(view)
    assert measure(view).fits, measure(view)
    assert ids and len(ids) == len(set(ids))
    assert all(re.fullmatch(rf"ng:d:{delivery}:\d+", custom_id) for custom_id in ids)
