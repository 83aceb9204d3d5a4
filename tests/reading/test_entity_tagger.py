"""The tagger answers what CRFsuite, which trained its model, answers: its own scoring saves time alone."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
import pycrfsuite
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.fuzzing.damage import HOSTILE
from bench.train_entities import DATA, MODEL, load_gazetteers
from bot.reading.entities import tagger as tagger_module
from bot.reading.entities.crf_model import Scores, parse_model
from bot.reading.entities.decoding import best_labels
from bot.reading.entities.feature_names import Features
from bot.reading.entities.features import Featurizer, features, featurizer_for_training
from bot.reading.entities.tagger import NameTagger, Span, spans_of
from bot.reading.entities.tokens import tokenize
from bot.reading.sentences import split_sentences
from tests.reading.articles import sample_documents

WORDS = st.sampled_from(
    [
        *"The the of , . “ ’s and said in President Mr. Ana Ruiz Paris al-Assad US U.S. WHO May 2024".split(),
        *"Bank Ministry minister mayor airline van O'Neill Vornwick São iPhone EU-led - 's 45 ( )".split(),
        *[word.strip() for word in HOSTILE if word.strip() and "\0" not in word],
    ]
) | st.text(
    # CRFsuite's features end at a NUL, as strings do in C
    st.characters(exclude_characters="\0"),
    min_size=1,
    max_size=8,
)


@lru_cache(maxsize=1)
def tagger() -> NameTagger:
    return NameTagger(parse_model(MODEL.read_bytes()), load_gazetteers(DATA))


@lru_cache(maxsize=1)
def featurizer() -> Featurizer[Features]:
    return featurizer_for_training(tagger().gazetteers)


@lru_cache(maxsize=1)
def crfsuite() -> pycrfsuite.Tagger:
    found = pycrfsuite.Tagger()
    found.open(str(MODEL))
    return found


@lru_cache(maxsize=1)
def sample_sentences() -> list[list[str]]:
    return [
        [token.text for token in tokenize(document.text, sentence.start, sentence.end)]
        for document in sample_documents()
        for sentence in split_sentences(document.text)
    ]


def tagged_by_crfsuite(words: Sequence[str], places: Iterable[int]) -> list[Span]:
    """Ask CRFsuite about the words at some places, as if no others were there."""
    rows = features(featurizer(), words)
    tags = ["O"] * len(words)
    asked = list(places)
    for place, tag in zip(asked, crfsuite().tag([rows[place] for place in asked]), strict=True):
        tags[place] = tag
    return list(spans_of(tags))


def test_the_samples_are_tagged_as_crfsuite_tags_them_when_it_sees_every_word() -> None:
    sentences = sample_sentences()

    assert tagger().tag_all(sentences) == [
        tagged_by_crfsuite(words, range(len(words))) for words in sentences
    ]


@settings(max_examples=200)
@given(sentences=st.lists(st.lists(WORDS, max_size=12), max_size=4))
def test_any_sentences_are_tagged_as_crfsuite_tags_the_words_in_doubt(sentences: list[list[str]]) -> None:
    assert tagger().tag_all(sentences) == [
        tagged_by_crfsuite(words, featurizer().rows_in_doubt(words)) for words in sentences
    ]


def test_small_words_far_from_capitals_are_not_in_doubt() -> None:
    words = "Officials have said that they would close the road in Paris for a year .".split()

    rows = featurizer().rows_in_doubt(words)

    assert [words[place] for place in rows] == "Officials have said road in Paris for a".split()
    assert [rows[place] for place in rows] == [featurizer().rows(words)[place] for place in rows]


def test_a_sentence_is_tagged_alone_as_among_others() -> None:
    sentences = sample_sentences()[:200]

    assert [tagger().tag(words) for words in sentences] == tagger().tag_all(sentences)


def test_a_tagger_that_forgets_words_finds_the_same_names(monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = sample_sentences()[:200]
    forgetful: NameTagger = pickle.loads(pickle.dumps(tagger()))  # noqa: S301
    monkeypatch.setattr(tagger_module, "MAX_REMEMBERED", 50)

    assert [forgetful.tag(words) for words in sentences] == tagger().tag_all(sentences)


def test_the_model_has_the_weights_that_crfsuite_tells_of() -> None:
    model = parse_model(MODEL.read_bytes())
    told = crfsuite().info()

    states = np.zeros_like(model.states)
    for (attribute, label), weight in told.state_features.items():
        states[model.attributes[attribute.encode()], model.labels.index(label)] = weight
    transitions = np.zeros_like(model.transitions)
    for (label, following), weight in told.transitions.items():
        transitions[model.labels.index(label), model.labels.index(following)] = weight
    # CRFsuite prints six places
    assert np.allclose(model.states, states, atol=1e-6)
    assert np.allclose(model.transitions, transitions, atol=1e-6)


@pytest.mark.parametrize("damaged", [b"", b"lCRF", b"no model" * 100, MODEL.read_bytes()[:-1]])
def test_what_is_no_model_is_refused(damaged: bytes) -> None:
    with pytest.raises(ValueError, match="model"):
        parse_model(damaged)


@given(data=st.data(), lengths=st.lists(st.integers(1, 5), min_size=1, max_size=5))
def test_the_best_path_is_the_best_of_all_paths(data: st.DataObject, lengths: list[int]) -> None:
    weights = st.integers(-3, 3)
    scores = np.array(
        [data.draw(st.lists(weights, min_size=3, max_size=3)) for _ in range(sum(lengths))], float
    )
    transitions = np.array([data.draw(st.lists(weights, min_size=3, max_size=3)) for _ in range(3)], float)
    starts = np.cumsum([0, *lengths[:-1]])

    labels = best_labels(scores, transitions, starts).tolist()

    for start, length in zip(starts.tolist(), lengths, strict=True):
        here = scores[start : start + length]
        paths = np.array(np.meshgrid(*[range(3)] * length)).reshape(length, -1).T
        worths = [path_worth(here, transitions, path) for path in paths.tolist()]
        assert path_worth(here, transitions, labels[start : start + length]) == max(worths)


def path_worth(scores: Scores, transitions: Scores, path: Sequence[int]) -> float:
    return float(
        sum(row[label] for row, label in zip(scores, path, strict=True))
        + sum(transitions[pair] for pair in pairwise(path))
    )
