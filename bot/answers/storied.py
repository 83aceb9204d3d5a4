"""Who is in the story of an article, and on which days it happened: over all that tell it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answers.dated import dated_finding, each_once, in_order_of_time, quoted_articles
from bot.answers.quoting import cite_all
from bot.answers.story import MOST_ARTICLES, story_events
from bot.answers.storylines import also_in
from bot.answers.who.subjects import cast
from bot.index import Index
from bot.models import Answer, ArticleId, Citation, Scope, StoredArticle, StoryId

MOST_PEOPLE = 6
MOST_DAYS = 8


@dataclass(frozen=True, slots=True)
class Storied:
    """An article with the others of its story, as one scope sees them."""

    article: StoredArticle
    others: tuple[StoredArticle, ...]
    """The newest first."""
    story: StoryId

    @property
    def articles(self) -> tuple[StoredArticle, ...]:
        """All that tell it, the article first."""
        return (self.article, *self.others)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The others, to be named beside the article."""
        return also_in(self.others, ())


async def story_of(index: Index, article: ArticleId, scope: Scope) -> Storied | None:
    """Return an article with its story, or None when it is not kept or the scope does not see it."""
    stored = await index.articles.get(article, scope)
    if stored is None:
        return None
    home = (await index.stories.of([article], scope))[article]
    members = (await index.stories.members([home], scope)).get(home, [])
    others = await index.articles.get_many(
        [each for each in members if each != article][:MOST_ARTICLES], scope
    )
    return Storied(stored, tuple(others), home)


def who_is_in(story: Storied, *, limit: int = MOST_PEOPLE) -> Answer:
    """Return the people and organisations of a story by salience, each with what says most about them."""
    cards = cast(story.articles, limit)
    cited = cite_all(article for _, articles in cards for article in articles)
    return Answer("who", _headline(story), tuple(finding for finding, _ in cards), cited)


def days_of(story: Storied, *, limit: int = MOST_DAYS) -> Answer:
    """Return the days of a story in order of time, each with the sentence that dates it."""
    best = each_once(story_events(story.articles, story.story))[:limit]
    events = in_order_of_time(best)
    return Answer(
        "when", _headline(story), tuple(map(dated_finding, events)), cite_all(quoted_articles(events))
    )


def _headline(story: Storied) -> str:
    return story.article.article.document.headline
