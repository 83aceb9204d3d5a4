"""How the weights of the summary were found: python -m bench.fit_summary --data DIR.

DIR (default: NUTGRAF_EVAL_DIR) holds ``summaries_*.jsonl``: an article a line, ``{"id", "text", "gold"}``,
where `gold` is a summary that a person wrote. Public sets of this kind are CNN/Daily Mail (See, Liu and
Manning, 2017) and Inshorts; none of their text is part of Nutgraf.

For each article of one half (by a hash of its id), each early sentence is added to the first sentence, and
to the first two, and the gain in ROUGE-1 and ROUGE-2 (Lin, 2004) over the other candidates is explained by
ridge regression on what the choice knows of it. Weights that have no data here (headline, picture) are set
by hand. The position is then trusted :data:`CAUTION` times as much as the fit says: the order of a newspaper
is right more often than any other sign, and a departure from it has to be a clear gain. The other half is
for checking.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import json
import math
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sumy.nlp.stemmers import Stemmer

from bot.reading.sentences import split_sentences
from bot.reading.summary import FITTED, Rated, Weights, rate_sentences, summarize
from bot.reading.summary.choice import ROOM_FOR_EACH

SENTENCES = 3
EARLY = 9
"""Sentences from the beginning that are compared."""
BASES: tuple[tuple[int, ...], ...] = ((0,), (0, 1))
RIDGE = 50.0
CAUTION = 2.0
FITTED_FIELDS = ("position", "lexrank", "theme", "short", "quoted", "repeated", "excess")

_stem = Stemmer("english")


@dataclass(frozen=True, slots=True)
class Sample:
    """One article with its summary by a person."""

    half: int
    rated: Rated
    tokens: Sequence[Sequence[str]]
    gold: Sequence[str]

    def rouge(self, sentences: Iterable[int]) -> tuple[float, float]:
        """Return ROUGE-1 and ROUGE-2 (F1, 0 to 100) of the sentences, in text order."""
        told = [token for index in sorted(sentences) for token in self.tokens[index]]
        return _f1(told, self.gold, 1), _f1(told, self.gold, 2)


def main() -> None:
    """Fit, print the weights, and print what the present and the fitted ones reach."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--data", type=Path, default=os.environ.get("NUTGRAF_EVAL_DIR"))
    data = options.parse_args().data
    if data is None:
        options.error("--data or NUTGRAF_EVAL_DIR must name the folder of summaries_*.jsonl")
    sets = {path.stem: list(_samples(path)) for path in sorted(Path(data).glob("summaries_*.jsonl"))}
    fitted = fit([sample for samples in sets.values() for sample in samples if sample.half == 0])
    for field in dataclasses.fields(Weights):
        present, found = getattr(FITTED, field.name), getattr(fitted, field.name)
        print(f"  {field.name:10}{present:9.4f} now {found:9.4f} fitted")
    print("  ROUGE-1 and ROUGE-2 minus those of the first sentences:")
    for name, samples in sets.items():
        for half, what in ((0, "fitted to"), (1, "not seen")):
            mine = [sample for sample in samples if sample.half == half]
            ours, theirs = (_against_lead(mine, weights) for weights in (FITTED, fitted))
            now, then = (f"{one:6.2f}{two:6.2f}" for one, two in (ours, theirs))
            print(f"  {name:24}{what:10}{now} now {then} fitted")


def fit(samples: Sequence[Sample]) -> Weights:
    """Return the weights that explain best which sentence adds most."""
    known, gains = [], []
    for sample in samples:
        for base in BASES:
            candidates = _candidates(sample.rated, base)
            if len(candidates) < 2:
                continue
            features = np.array([_knowledge(sample.rated, index, base) for index in candidates])
            reached = np.array([sum(sample.rouge((*base, index))) for index in candidates])
            known.append(features - features.mean(axis=0))
            gains.append(reached - reached.mean())
    features = np.concatenate(known)
    spread = features.std(axis=0) + 1e-9
    scaled = features / spread
    ridge = scaled.T @ scaled + RIDGE * np.eye(scaled.shape[1])
    found = np.linalg.solve(ridge, scaled.T @ np.concatenate(gains)) / spread
    points = dict(zip(FITTED_FIELDS, found / found[0], strict=True)) | {"position": CAUTION}
    return dataclasses.replace(FITTED, **{name: float(value) for name, value in points.items()})


def _candidates(rated: Rated, base: Sequence[int]) -> list[int]:
    early = range(min(EARLY, len(rated.sentences)))
    return [index for index in early if index not in base and rated.standings[index].full]


def _knowledge(rated: Rated, index: int, base: Sequence[int]) -> tuple[float, ...]:
    """Return what the choice knows of a sentence after those of `base`, in the order of FITTED_FIELDS."""
    merits = rated.merits[index]
    told = {stem for each in base for stem in rated.merits[each].stems}
    room = max(0, SENTENCES * ROOM_FOR_EACH - sum(rated.merits[each].words for each in base))
    return (
        merits.prominence,
        merits.lexrank,
        math.log(merits.recurrence),
        merits.brevity,
        merits.quoted,
        merits.repeated(told) ** 2,
        max(0, merits.words - room),
    )


def _against_lead(samples: Sequence[Sample], weights: Weights) -> tuple[float, float]:
    """Return how far the summaries are above as many first sentences, on average."""
    differences = []
    for sample in samples:
        worth = [merits.total(weights) for merits in sample.rated.merits]
        chosen = summarize(dataclasses.replace(sample.rated, weights=weights, worth=worth), SENTENCES)
        ours, lead = sample.rouge(chosen), sample.rouge(range(len(chosen)))
        differences.append((ours[0] - lead[0], ours[1] - lead[1]))
    one, two = np.array(differences).mean(axis=0)
    return float(one), float(two)


def _samples(path: Path) -> Iterator[Sample]:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = row["text"]
        sentences = split_sentences(text)
        yield Sample(
            half=hashlib.sha256(str(row["id"]).encode()).digest()[0] % 2,
            rated=rate_sentences(text, sentences, row.get("title") or ""),
            tokens=[_tokens(text[each.start : each.end]) for each in sentences],
            gold=_tokens(row["gold"]),
        )


def _tokens(text: str) -> list[str]:
    return [_stem(word) for word in re.findall(r"[a-z0-9]+", text.lower())]


def _f1(told: Sequence[str], gold: Sequence[str], size: int) -> float:
    ours, theirs = (
        Counter(zip(*(tokens[place:] for place in range(size)), strict=False)) for tokens in (told, gold)
    )
    common = sum((ours & theirs).values())
    return 200 * common / (sum(ours.values()) + sum(theirs.values())) if common else 0.0


if __name__ == "__main__":
    main()
