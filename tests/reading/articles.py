"""Articles to read."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.models import Document
from bot.resources import samples
from bot.sources.article_file import parse_article


def sample_documents() -> list[Document]:
    """Return the sample articles."""
    return [
        parse_article(item.read_bytes(), origin=item.name, modified=datetime(2024, 10, 10, tzinfo=UTC))
        for item in samples()
    ]


def shipwreck() -> Document:
    """Return an article with everything that must stay out of a summary."""
    return Document(
        headline="Ferry runs aground off Skerry Head, all 84 rescued",
        text="\n\n".join(
            [
                "PORT ANSEL (AP) - A ferry with 84 people on board ran aground off Skerry Head on "
                "Tuesday, and all "
                "were brought ashore within three hours, the coast guard said.",
                "Photo: The ferry on the rocks.",
                "It was the first such accident in 30 years. But the island has long asked for a new light.",
                "“We heard a bang. The cups flew off the tables of the whole saloon. Nobody "
                "screamed,” said Tom Arne.",
                "The ferry Lady Carrow had left Port Ansel at 6:40 a.m. in thick fog, according to "
                "the harbour office.",
                "Sign up for our newsletter to get the news of the coast each morning.",
                "Captain Nora Blix told investigators that the radar had failed minutes before the "
                "ship struck.",
                "Why was no pilot on board?",
                "Divers will look at the hull on Wednesday, and the line has chartered two fishing "
                "boats for the mail.",
                "He said so on the radio.",
                "Fuel has not leaked, said Dr. Sunniva Rask of the marine station, who flew over "
                "the ship at noon.",
            ]
        ),
        published=datetime(2024, 10, 9, tzinfo=UTC),
        source="Port Ansel Herald",
    )
