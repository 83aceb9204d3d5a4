"""Train the model that finds names, and write it where the entity finder loads it from.

    python -m bench.train_entities --data DIR

`DIR` holds ``wikigold.conll``, ``wnut17_train.conll`` and ``btc.conll``: a token and its BIO tag a line,
parted by a tab, sentences parted by a blank line (sources and licences in ``docs/models.md``). Sentences
made from templates are added. First one sentence in ten is held back to print scores; then the model that
ships is trained on all. The same machine and versions give the same bytes.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from time import perf_counter

import pycrfsuite

from bot.reading.entities.features import Featurizer
from bot.reading.entities.gazetteers import TABLES, Gazetteers, parse_gazetteers
from bot.reading.entities.tagger import KINDS, NameTagger, spans_of
from bot.reading.entities.tokens import tokenize

DATA = Path(__file__).resolve().parent.parent / "bot" / "reading" / "entities" / "data"
MODEL = DATA / "names.crfsuite"
CORPORA = ("wikigold.conll", "wnut17_train.conll", "btc.conll")

TRAINING = {
    "c1": 0.05,
    "c2": 0.05,
    "max_iterations": 90,
    "feature.possible_transitions": True,
    "feature.minfreq": 2,
}
"""L-BFGS with L1 and L2 regularisation; both keep the model small."""

HELD_OUT = 10
"""One sentence in so many is held back."""

NEWS_SENTENCES = 5_000
"""How many sentences are made from the templates."""

SEED = 7

# Tokens parted by spaces; what stands in braces is filled in, in capitals as a name. Written for Nutgraf: the
# corpora know tweets and an encyclopaedia, not how a newspaper introduces a minister.
TEMPLATES = """
{demonym} {title} {PER} said on {day} that {LOC} would not sign the deal .
{title} {PER} met {title} {PER} in {LOC} on {day} to discuss the crisis .
{LOC} 's {title} {PER} told reporters in {LOC} that talks had failed .
{PER} , {role} of {ORG} , said the plan would cost $ 40 million .
{PER} , the {role} of {ORG} , resigned on {day} .
" We did not expect this , " said {PER} , a {role} in {LOC} .
" It was a long night , " {PER} said . " Nobody slept . "
{LAST} said {ORG} had offered 4 percent .
{LAST} , who joined {ORG} in 2019 , declined to comment .
Mr. {LAST} and Mrs. {LAST} have lived in {LOC} for 30 years .
Dr. {PER} , the hospital 's director , said {ORG} would close the ward .
{ORG} said it would open a plant near {LOC} in {month} .
{ORG} bought {ORG} for $ 41 million , {PER} said .
Shares of {ORG} fell 3 percent on {day} .
Members of the {ORG} voted to strike at {LOC} .
A spokesman for the {ORG} , {PER} , said the inquiry goes on .
Police in {LOC} arrested a man after a fire at {ORG} .
The {ORG} said on {day} that {PER} had been appointed .
{COUNTRY} and {COUNTRY} agreed to a ceasefire in {LOC} .
Troops from {COUNTRY} crossed into {COUNTRY} , {title} {LAST} said .
{title} {LAST} arrived in {LOC} from {LOC} .
The {demonym} army said {PER} was killed in {LOC} .
At least 12 people died in {LOC} , {COUNTRY} , after heavy rain .
The road between {LOC} and {LOC} was closed on {day} .
The ferry from {LOC} to {LOC} will stop in {month} .
Councillor {PER} voted against the tax , and {LAST} for it .
Mayor {PER} of {LOC} said the town hall would reopen .
In {LOC} , {PER} scored twice as {ORG} beat {ORG} 3-1 .
{ORG} coach {PER} praised {LAST} after the match in {LOC} .
Striker {PER} , 24 , left the field with an injury .
{PER} , 54 , a fisherman , found the boat off {LOC} .
{PER} lives in {LOC} with her son {FIRST} .
{PER} and {PER} won the prize for work at {ORG} .
{PER} of {ORG} called the ruling " a disgrace " .
Former {title} {PER} criticized {LAST} for the strike on {COUNTRY} .
Vice President {PER} and her rival {PER} debated in {LOC} .
Analysts at {ORG} expect growth in {COUNTRY} to slow .
Judge {PER} ordered {ORG} to open its store .
The storm reached {LOC} on {day} and moved toward {LOC} .
Residents of {LOC} , a village in {LOC} , were told to leave .
{LOC} ( {ORG} ) - {PER} , the {role} , said on {day} .
The {LOC} office of {ORG} declined to comment .
Neither {LAST} nor {LAST} was hurt .
According to {PER} , {ORG} knew of the leak since {month} .
Lawyers for {PER} asked the court in {LOC} for more time .
Bananas , cars and clothes are cheaper than last year in {LOC} .
The Nobel Prize in physics went to {PER} and {PER} .
Speaker {PER} opened the debate on {day} evening .
On {day} , {LAST} flew to {LOC} .
The {ORG} 's {role} , {PER} , called for calm .
{demonym} forces shelled {LOC} for hours , {ORG} said .
{FIRST} and {PER} run a bakery on the island of {LOC} .
For {PER} , a nurse in {LOC} , the ruling came too late .
The {demonym} {title} , {PER} , called {PER} " a friend " .
{ORG} , {ORG} and {ORG} asked {title} {LAST} for help .
A ship from {LOC} ran aground near {LOC} on {day} , {ORG} reported .
Fans of {ORG} travelled to {LOC} for the final .
{PER} scored in the second half for {ORG} .
{PER} , a novelist from {LOC} , was born in {LOC} in 1970 .
Scientists at {ORG} in {LOC} measured the fault .
A study by {ORG} found that bees in {LOC} had declined .
{LAST} 's lawyer , {PER} , told {ORG} that he was innocent .
{LOC} and {LOC} were without power on {day} .
The {LOC} branch of the {ORG} will close in {month} .
{ORG} launched a rocket from {LOC} .
"""
FILLERS = {
    "title": "President|Prime Minister|Foreign Minister|Defense Minister|Secretary of State|Vice President"
    "|Senator|Governor|Chancellor|Finance Minister|Sen.|Gov.|Gen.|Justice Minister|Health Secretary"
    "|Interior Minister|Rep.",
    "role": "director|chief executive|chairman|chairwoman|president|spokeswoman|head|secretary|analyst"
    "|teacher|farmer|lawyer|professor|coach|founder|engineer|shopkeeper|chief scientist",
    "day": "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday",
    "month": "January|March|April|July|October|December|Oct. 10",
    "PER": "<first> <last>|<first> <last>|<first> <last>|<first> <last>|<first> <last>|<first> A. <last>",
    "LAST": "<last>",
    "FIRST": "<first>",
    "COUNTRY": "<country>",
    "ORG": "<last> Energy|<last> Foods Inc.|<last> & <last>|<city> City Council|University of <city>"
    "|<city> University"
    "|Ministry of Health|Bank of <country>|<city> United|<city> Rovers|<last> Group|<last> Holdings|<last>"
    "|National Farmers ' Union|<city> Police Department|<city> Courier|<last> Line|St. <first> Hospital"
    "|<city> Hospital|<last> Street School|Department of Justice|<city> Chamber of Commerce|<last> Institute"
    "|Royal Society|<city> Times|<last> Motors|<demonym> Space Agency|<demonym> Football Association"
    "|<known>|<known>|<known>|<known>|<known>|<known>",
    "LOC": "<city>|<city>|<city>|<region>|<region>|<country>|<country>|Port <last>|<last> Bay|<last> Head"
    "|<last> Street|Lake <last>|<last> County|<last> Island|<last> Valley|<last>ton|<last>|New <city>"
    "|<last> River|Mount <last>",
    "demonym": "<demonym>",
}
TABLE_OF = {
    "first": "first_names.txt",
    "last": "last_names.txt",
    "city": "cities.txt",
    "country": "countries.tsv",
    "region": "regions.tsv",
    "known": "organisations.tsv",
}
TAG_OF = {"PER": "PER", "LAST": "PER", "FIRST": "PER", "ORG": "ORG", "LOC": "LOC", "COUNTRY": "LOC"}

TaggedSentence = list[tuple[str, str]]


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


def load_tables(folder: Path) -> dict[str, list[str]]:
    """Return the names of each shipped table, by the word that stands for them in `FILLERS`."""
    rows = {
        name: [
            line.split("\t")
            for line in (folder / file).read_text(encoding="utf-8").splitlines()
            if not line.startswith("#")
        ]
        for name, file in TABLE_OF.items()
    }
    tables = {name: [row[0] for row in found] for name, found in rows.items()}
    tables["demonym"] = [row[2].split("|")[0] for row in rows["country"] if len(row) > 2 and row[2]]
    return tables


def news_sentences(count: int, tables: dict[str, list[str]], rng: random.Random) -> Iterator[TaggedSentence]:
    """Yield sentences made from the templates, with names drawn from the tables."""
    templates = TEMPLATES.strip().splitlines()

    def fill(slot: str) -> str:
        form = rng.choice(FILLERS[slot].split("|"))
        return re.sub(r"<(\w+)>", lambda match: rng.choice(tables[match[1]]), form)

    for _ in range(count):
        sentence: TaggedSentence = []
        for word in rng.choice(templates).split():
            slot = re.fullmatch(r"\{(\w+)\}", word)
            tag = TAG_OF.get(slot[1]) if slot else None
            pieces = [token.text for token in tokenize(fill(slot[1]) if slot else word)]
            sentence += [(p, f"{'I' if i else 'B'}-{tag}" if tag else "O") for i, p in enumerate(pieces)]
        yield sentence


def load_gazetteers(folder: Path) -> Gazetteers:
    """Parse the tables that the entity finder ships."""
    return parse_gazetteers({name: (folder / name).read_text(encoding="utf-8") for name in TABLES})


def train(sentences: Iterable[TaggedSentence], featurizer: Featurizer, path: Path) -> None:
    """Train on `sentences` and write the model to `path`."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for sentence in sentences:
        words = [word for word, _ in sentence]
        trainer.append(featurizer.features(words), [tag for _, tag in sentence])
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
    args = parser.parse_args()
    featurizer = Featurizer(load_gazetteers(DATA))
    corpora = {
        name: [as_news(s) for s in read_conll((args.data / name).read_text(encoding="utf-8").splitlines())]
        for name in CORPORA
    }
    news = list(news_sentences(NEWS_SENTENCES, load_tables(DATA), random.Random(SEED)))  # noqa: S311
    started = perf_counter()
    with tempfile.TemporaryDirectory() as scratch:
        trial = Path(scratch) / "trial.crfsuite"
        train(
            (s for corpus in corpora.values() for i, s in enumerate(corpus) if i % HELD_OUT),
            featurizer,
            trial,
        )
        tagger = NameTagger(trial.read_bytes(), featurizer)
    for name, corpus in corpora.items():
        print(f"held out of {name}:", {k: round(v, 1) for k, v in scores(tagger, corpus[::HELD_OUT]).items()})
    train([*(s for corpus in corpora.values() for s in corpus), *news], featurizer, args.out)
    print(f"{args.out}: {args.out.stat().st_size:,} bytes, {perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
