"""The way from a text to its entities: tag, mend, agree, join, say what each is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from bot.errors import ReadingError
from bot.models import Entity, Mention, Sentence

from .agreement import Marked, agree
from .crf_model import parse_model
from .gazetteers import TABLES, Gazetteers, parse_gazetteers
from .joining import Group, Occurrence, best_name, join
from .judgement import Judge
from .names import fold
from .overlooked import Refiner, may_hold_names
from .phrases import Role
from .predications import doing_of, roles_of_pronouns
from .roles import informative, role_text, roles_of
from .salience import salience
from .tagger import NameTagger, Span
from .tokens import Tokenizer, tokenize

MODEL_FILE = "names.crfsuite"


class EntityFinder:
    """Finds the persons, organisations and places of a text; pure, and safe to share among threads.

    Build one with :func:`load_entity_finder`, once a process.
    """

    def __init__(self, tagger: NameTagger, gazetteers: Gazetteers) -> None:
        self._tagger = tagger
        self._gazetteers = gazetteers
        self._tokenizer = Tokenizer(gazetteers.is_known_name)
        self._refiner = Refiner(Judge(gazetteers))

    def find(self, text: str, sentences: Sequence[Sentence], headline: str = "") -> tuple[Entity, ...]:
        """Return whom and what `text` names, most salient first.

        Mentions count code points in `text`, half-open, and name the index of their sentence. The headline is
        evidence only. Any text will do, the empty one too; there is no error to expect.
        """
        document = agree(self._marked(text, sentences), self._gazetteers)
        groups = join(_occurrences(document), self._gazetteers)
        told = roles_of_pronouns(document)
        words = frozenset(fold(token.text) for token in tokenize(headline[:1000]))
        most = max((len(group.occurrences) for group in groups), default=0)
        entities = [
            Entity(
                name=best_name(group, text),
                kind=group.kind,
                mentions=tuple(occurrence.mention for occurrence in group.occurrences),
                role=_role(group, document, told, text),
                salience=salience(group, most, len(text), words),
            )
            for group in groups
        ]
        return tuple(sorted(entities, key=lambda e: (-e.salience, e.mentions[0].start)))

    def _marked(self, text: str, sentences: Sequence[Sentence]) -> list[Marked]:
        """Return the text's chunks with the names that each shows by itself."""
        spans = [(sentence.start, sentence.end) for sentence in sentences]
        parts = list(self._tokenizer.chunks(text, spans))
        hold = [may_hold_names(chunk.words) for chunk in parts]
        tagged = iter(
            self._tagger.tag_all([chunk.words for chunk, may in zip(parts, hold, strict=True) if may])
        )
        return [
            Marked(chunk, chunk.words, tuple(self._refiner.refine(chunk.words, next(tagged))) if may else ())
            for chunk, may in zip(parts, hold, strict=True)
        ]


def _occurrences(document: Sequence[Marked]) -> list[Occurrence]:
    """Return all names of a document with their places in its text."""
    found: list[Occurrence] = []
    for n, (chunk, words, spans) in enumerate((m.chunk, m.words, m.spans) for m in document):
        for span in spans:
            mention = Mention(chunk.starts[span.start], chunk.end(span.end - 1), chunk.sentence)
            found.append(Occurrence(words[span.start : span.end], span.kind, mention, n, span))
    return found


def _role(
    group: Group,
    document: Sequence[Marked],
    told: Mapping[tuple[int, Span], tuple[int, Role]],
    text: str,
) -> str | None:
    """Return the most telling of the roles beside an entity's mentions; of equal ones the first."""
    best: tuple[float, str] | None = None
    for occurrence in group.occurrences:
        chunks_and_roles = [
            (occurrence.chunk, role) for role in roles_of(document[occurrence.chunk], occurrence.span)
        ]
        if apart := told.get((occurrence.chunk, occurrence.span)):
            chunks_and_roles.append(apart)
        for chunk, role in chunks_and_roles:
            worth = informative(document[chunk].words, role)
            if best is None or worth > best[0]:
                best = (worth, role_text(document[chunk], role, text))
    if best:
        return best[1]
    doings = ((document[o.chunk], doing_of(document[o.chunk], o.span)) for o in group.occurrences)
    return next((role_text(marked, doing, text) for marked, doing in doings if doing), None)


def load_entity_finder(data: Traversable | Path | None = None) -> EntityFinder:
    """Load the model and the gazetteers from a folder, by default the one that ships.

    Raises :class:`~bot.errors.ReadingError` when a file is missing or is no model.
    """
    folder = data if data is not None else files(__package__) / "data"
    try:
        tables = {name: (folder / name).read_text(encoding="utf-8") for name in TABLES}
        model = (folder / MODEL_FILE).read_bytes()
    except OSError as error:
        raise ReadingError(f"The entity finder's data could not be read: {error}") from error
    gazetteers = parse_gazetteers(tables)
    try:
        tagger = NameTagger(parse_model(model), gazetteers)
    except ValueError as error:
        raise ReadingError(f"The entity finder's model {MODEL_FILE} cannot be used: {error}") from error
    return EntityFinder(tagger, gazetteers)
