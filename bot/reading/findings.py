"""What was found in an article as JSON has it: the shapes of docs/cli.md."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.models import Article, TopicLabel
from bot.reading.gist import find_gist


def findings_to_json(article: Article, labels: Sequence[TopicLabel]) -> dict[str, Any]:
    """Return what the reader found, without the document itself; offsets count in its text."""
    gist = find_gist(article)
    return {
        "sentences": [[sentence.start, sentence.end] for sentence in article.sentences],
        "summary": list(article.summary),
        "entities": [
            {
                "name": entity.name,
                "kind": entity.kind,
                "role": entity.role,
                "mentions": [[mention.start, mention.end] for mention in entity.mentions],
            }
            for entity in article.entities
        ],
        "dates": [{"start": each.start, "end": each.end, "value": each.value} for each in article.dates],
        "who": [{"text": name} for name in gist.who],
        "what": [{"text": words} for words in gist.what],
        "when": [{"date": day.isoformat(), "text": words} for day, words in gist.when],
        "topics": [label.topic for label in labels],
    }
