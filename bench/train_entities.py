"""Train the model that finds names, and write it where the entity finder loads it from.

    python -m bench.train_entities --data DIR

`DIR` holds ``wikigold.conll``, ``wnut17_train.conll`` and ``btc.conll``: a token and its BIO tag a line,
parted by a tab, sentences parted by a blank line (sources and licences in ``docs/models.md``). Sentences
made from templates are added. First one sentence in ten is held back to print scores; then the model that
ships is trained on all. The same machine and versions give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from time import perf_counter

import pycrfsuite

from bot.reading.entities.crf_model import parse_model
from bot.reading.entities.feature_names import Features
from bot.reading.entities.features import Featurizer, features, featurizer_for_training
from bot.reading.entities.gazetteers import TABLES, Gazetteers, parse_gazetteers
from bot.reading.entities.lexicon import PREPOSITIONS
from bot.reading.entities.tagger import KINDS, NameTagger, spans_of
from bot.reading.entities.tokens import tokenize

from .news_templates import TaggedSentence, load_tables, news_sentences

DATA = Path(__file__).resolve().parent.parent / "bot" / "reading" / "entities" / "data"
MODEL = DATA / "names.crfsuite"
CORPORA = ("wikigold.conll", "wnut17_train.conll", "btc.conll")

TRAINING = {
    "c1": 0.1,
    "c2": 0.1,
    "max_iterations": 90,
    "feature.possible_transitions": True,
    "feature.minfreq": 2,
}
"""L-BFGS with L1 and L2 regularisation; both keep the model small."""

HELD_OUT = 10
"""One sentence in so many is held back."""

NEWS_SENTENCES = 12_000
"""How many sentences are made from the templates."""

COMMON_WORDS = DATA / "common_words.txt"
COMMON_FROM = 2
"""How often a word must stand in the corpora to count as common."""

SEALED_SENTENCES = 1_000
"""How many of them the seal of the model is made of."""

SEAL_SUFFIX = ".sha256"

CAPITALS, TITLE_CASE = 0.03, 0.04
"""Shares of the encyclopaedia's and the made-up sentences that are shown again in such letters."""

SEED = 7


def read_conll(lines: Iterable[str]) -> Iterator[TaggedSentence]:
    """Yield the sentences of a file in CoNLL form, as (token, tag)."""
    sentence: TaggedSentence = []
    for line in lines:
        if line.strip():
            token, tag = line.rstrip("\n").split("\t")[:2]
            sentence.append((token, tag))
        elif sentence:
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def as_news(sentence: TaggedSentence) -> TaggedSentence:
    """Return a sentence of the training data as our tokenizer cuts it, without the names of the tweeting age.

    Handles and links are no names in news; kinds that we do not know become "O".
    """
    recut: TaggedSentence = []
    before = ""
    for token, tag in sentence:
        kind = (
            tag[2:]
            if tag[2:] in KINDS and "http" not in token and before != "@" and token[0] not in "@#"
            else ""
        )
        begins = tag.startswith("B-")
        for piece in tokenize(token):
            clitic = piece.text[0] in "'’.," and piece.end - piece.start <= 2
            if not kind or (clitic and piece.start > 0):
                recut.append((piece.text, "O"))
                continue
            recut.append((piece.text, f"{'B' if begins else 'I'}-{kind}"))
            begins = False
        before = token
    return recut


def shouted_sentences(sentences: Iterable[TaggedSentence], rng: random.Random) -> Iterator[TaggedSentence]:
    """Yield some of the sentences again in capitals, or with a capital on every word as in a headline."""
    for sentence in sentences:
        chance = rng.random()
        if chance < CAPITALS:
            yield [(word.upper(), tag) for word, tag in sentence]
        elif chance < CAPITALS + TITLE_CASE:
            yield [
                (word if word in PREPOSITIONS else word[:1].upper() + word[1:], tag) for word, tag in sentence
            ]


def load_gazetteers(folder: Path) -> Gazetteers:
    """Parse the tables that the entity finder ships."""
    return parse_gazetteers({name: (folder / name).read_text(encoding="utf-8") for name in TABLES})


def train(sentences: Iterable[TaggedSentence], featurizer: Featurizer[Features], path: Path) -> None:
    """Train on `sentences` and write the model to `path`."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for sentence in sentences:
        words = [word for word, _ in sentence]
        trainer.append(features(featurizer, words), [tag for _, tag in sentence])
    trainer.set_params(TRAINING)
    trainer.train(str(path))


def scores(tagger: NameTagger, sentences: Sequence[TaggedSentence]) -> dict[str, float]:
    """Return F1 by kind, and over all: a name counts when its span and its kind are right."""
    hits: Counter[str] = Counter()
    said: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    for sentence in sentences:
        found = set(tagger.tag([word for word, _ in sentence]))
        wanted = set(spans_of([tag for _, tag in sentence]))
        for counter, spans in ((hits, found & wanted), (said, found), (gold, wanted)):
            for span in spans:
                counter.update((span.kind, "all"))
    return {kind: 200 * hits[kind] / max(1, said[kind] + gold[kind]) for kind in (*KINDS.values(), "all")}


def main() -> None:
    """Score on a held-out tenth, then train on all and write the model."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the .conll files")
    parser.add_argument("--out", type=Path, default=MODEL, help="where the model is written")
    parser.add_argument("--no-trial", action="store_true", help="do not hold back a tenth to print scores")
    args = parser.parse_args()
    corpora = {
        name: [as_news(s) for s in read_conll((args.data / name).read_text(encoding="utf-8").splitlines())]
        for name in CORPORA
    }
    write_common_words(COMMON_WORDS, corpora.values())
    featurizer = featurizer_for_training(load_gazetteers(DATA))
    news = made_up(NEWS_SENTENCES)
    rng = random.Random(SEED)  # noqa: S311
    shouted = [*shouted_sentences([*corpora["wikigold.conll"], *news], rng)]
    started = perf_counter()
    if not args.no_trial:
        print_trial(corpora, featurizer)
    train([*(s for corpus in corpora.values() for s in corpus), *news, *shouted], featurizer, args.out)
    seal = args.out.with_suffix(SEAL_SUFFIX)
    seal.write_text(seal_of(featurizer, args.out.read_bytes()), encoding="ascii")
    print(f"{args.out}: {args.out.stat().st_size:,} bytes, {perf_counter() - started:.0f} s")


def write_common_words(path: Path, corpora: Iterable[Iterable[TaggedSentence]]) -> None:
    """Write the words that the corpora write small and name nothing with, sorted, a line each."""
    counts = Counter(
        word
        for corpus in corpora
        for sentence in corpus
        for word, tag in sentence
        if tag == "O" and word.islower() and word.isascii() and word.isalpha() and len(word) > 1
    )
    common = sorted(word for word, count in counts.items() if count >= COMMON_FROM)
    notice = "# Words written small in Wikigold, WNUT17 and the Broad Twitter Corpus (CC BY 4.0 each)."
    path.write_text("\n".join([notice, *common, ""]), encoding="ascii")


def made_up(count: int) -> list[TaggedSentence]:
    """Return the first `count` sentences made from the templates."""
    return list(news_sentences(count, load_tables(DATA), random.Random(SEED)))  # noqa: S311


def print_trial(corpora: Mapping[str, list[TaggedSentence]], featurizer: Featurizer[Features]) -> None:
    """Train on nine tenths of the corpora and print the scores on the tenth held back."""
    with tempfile.TemporaryDirectory() as scratch:
        trial = Path(scratch) / "trial.crfsuite"
        kept = (s for corpus in corpora.values() for i, s in enumerate(corpus) if i % HELD_OUT)
        train(kept, featurizer, trial)
        tagger = NameTagger(parse_model(trial.read_bytes()), featurizer.gazetteers)
    for name, corpus in corpora.items():
        found = scores(tagger, corpus[::HELD_OUT])
        print(f"held out of {name}:", {kind: round(score, 1) for kind, score in found.items()})


def seal_of(featurizer: Featurizer[Features], model: bytes) -> str:
    """Return what a model is sealed with: the SHA-256 of its bytes, and that of features it was trained on.

    The features are the tables and what is seen of some made-up sentences: a change of a table, a list
    or the code that the model was not trained with shows.
    """
    seen = hashlib.sha256()
    tables = featurizer.gazetteers
    for name, known in sorted(tables.phrases.items()):
        seen.update(f"{name} {sorted(known.classes)}\n".encode())
    for names in (tables.first_names, tables.last_names, tables.common_words):
        seen.update("\n".join([*sorted(names), ""]).encode())
    for sentence in made_up(SEALED_SENTENCES):
        for row in features(featurizer, [word for word, _ in sentence]):
            seen.update(b"\0".join(row) + b"\n")
    return f"model {hashlib.sha256(model).hexdigest()}\nfeatures {seen.hexdigest()}\n"


if __name__ == "__main__":
    main()
