"""Who and what of many headlines, told by hand. Only the headline helps: no name has a mention."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.reading.gist import find_gist
from tests.reading.gist.test_gist import UNTOLD, article, entity

HERE = Path(__file__).parent


def labelled(file: str) -> Iterator[tuple[str, list[str], str, str]]:
    for line in (HERE / file).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            headline, names, who, what = line.split("\t")
            yield headline, [name for name in names.split(";") if name], who, what


@pytest.mark.parametrize(
    ("file", "least_who", "least_what"),
    [("headlines.tsv", 0.95, 0.95), ("unseen.tsv", 0.85, 0.85)],
)
def test_most_headlines_are_understood(file: str, least_who: float, least_what: float) -> None:
    who, what = [], []
    for headline, names, actor, event in labelled(file):
        kinds = [entity(name, "person" if len(name.split()) == 2 else "organisation") for name in names]
        found = find_gist(article(headline, tuple(kinds), text=UNTOLD))
        if actor != "None":
            who.append(found.who[:1] == (actor,))
            what.append(found.what[0] == event)

    assert sum(who) / len(who) >= least_who
    assert sum(what) / len(what) >= least_what
