"""The model that ships was trained with the features, tables and lists that ship."""

from __future__ import annotations

import hashlib
from pathlib import Path

from bench.train_entities import DATA, MODEL, SEAL_SUFFIX, load_gazetteers, seal_of
from bot.reading.entities.features import featurizer_for_training

MAX_MODEL_BYTES = 5_000_000


def test_the_model_matches_the_code_that_made_its_features() -> None:
    """Train again (``docs/models.md``) when this fails: a feature, a table or a word list has changed."""
    seal = MODEL.with_suffix(SEAL_SUFFIX).read_text(encoding="ascii")

    assert seal_of(featurizer_for_training(load_gazetteers(DATA)), MODEL.read_bytes()) == seal


def test_another_table_breaks_the_seal(tmp_path: Path) -> None:
    for table in DATA.iterdir():
        if table.suffix in {".txt", ".tsv"}:
            tmp_path.joinpath(table.name).write_bytes(table.read_bytes())
    cities = tmp_path / "cities.txt"
    cities.write_text(cities.read_text(encoding="utf-8").replace("\nParis\n", "\n"), encoding="utf-8")

    seal = seal_of(featurizer_for_training(load_gazetteers(tmp_path)), MODEL.read_bytes())

    assert seal != MODEL.with_suffix(SEAL_SUFFIX).read_text(encoding="ascii")
    assert hashlib.sha256(MODEL.read_bytes()).hexdigest() in seal


def test_the_model_is_small() -> None:
    assert MODEL.stat().st_size < MAX_MODEL_BYTES
