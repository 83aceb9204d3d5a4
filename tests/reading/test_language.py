"""The language of a text, and the little that is told of one that is not English."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models import Article
from bot.reading import find_gist
from bot.reading.language import detect_language
from bot.reading.reader import Reader
from tests.reading.articles import sample_documents, shipwreck

SENTENCES = {
    "de": (
        "Der Bürgermeister der Hafenstadt sagte am Montag, dass die neue Brücke im Frühjahr eröffnet wird.",
        "Zwei Menschen wurden verletzt, als ein Bus in der Nähe der alten Mühle von der Straße abkam.",
        "Die Preise sind im vergangenen Monat wieder gestiegen.",
    ),
    "fr": (
        "Le maire de la ville portuaire a déclaré lundi que le nouveau pont ouvrira au printemps.",
        "Deux personnes ont été blessées lorsqu'un bus a quitté la route près du vieux moulin.",
        "Les prix ont encore augmenté le mois dernier.",
    ),
    "es": (
        "El alcalde de la ciudad portuaria dijo el lunes que el nuevo puente se abrirá en primavera.",
        "Dos personas resultaron heridas cuando un autobús se salió de la carretera cerca del viejo molino.",
        "Los precios volvieron a subir el mes pasado.",
    ),
    "it": (
        "Il sindaco della città portuale ha detto lunedì che il nuovo ponte aprirà in primavera.",
        "Due persone sono rimaste ferite quando un autobus è uscito di strada vicino al vecchio mulino.",
        "I prezzi sono aumentati di nuovo il mese scorso.",
    ),
    "pt": (
        "O presidente da câmara da cidade disse na segunda-feira que a nova ponte abrirá na primavera.",
        "Duas pessoas ficaram feridas quando um autocarro saiu da estrada perto do velho moinho.",
        "Os preços voltaram a subir no mês passado.",
    ),
    "nl": (
        "De burgemeester van de havenstad zei maandag dat de nieuwe brug in het voorjaar opengaat.",
        "Twee mensen raakten gewond toen een bus bij de oude molen van de weg raakte.",
        "De prijzen zijn vorige maand weer gestegen.",
    ),
    "sv": (
        "Borgmästaren i hamnstaden sade på måndagen att den nya bron öppnas i vår.",
        "Två personer skadades när en buss körde av vägen nära den gamla kvarnen.",
        "Priserna steg igen förra månaden.",
    ),
    "da": (
        "Borgmesteren i havnebyen sagde mandag, at den nye bro åbner til foråret.",
        "To personer blev såret, da en bus kørte af vejen nær den gamle mølle.",
        "Priserne steg igen i sidste måned.",
    ),
    "no": (
        "Ordføreren i havnebyen sa mandag at den nye broen åpner til våren.",
        "To personer ble skadet da en buss kjørte av veien ved den gamle møllen.",
        "Prisene steg igjen forrige måned.",
    ),
    "fi": (
        "Satamakaupungin pormestari sanoi maanantaina, että uusi silta avataan keväällä.",
        "Kaksi ihmistä loukkaantui, kun bussi suistui tieltä vanhan myllyn lähellä.",
        "Hinnat nousivat taas viime kuussa.",
    ),
    "pl": (
        "Burmistrz portowego miasta powiedział w poniedziałek, że nowy most zostanie otwarty wiosną.",
        "Dwie osoby zostały ranne, gdy autobus zjechał z drogi w pobliżu starego młyna.",
        "Ceny znowu wzrosły w zeszłym miesiącu.",
    ),
    "cs": (
        "Starosta přístavního města v pondělí řekl, že nový most bude otevřen na jaře.",
        "Dva lidé byli zraněni, když autobus sjel ze silnice poblíž starého mlýna.",
        "Ceny minulý měsíc opět vzrostly.",
    ),
    "hu": (
        "A kikötőváros polgármestere hétfőn azt mondta, hogy az új híd tavasszal nyílik meg.",
        "Két ember megsérült, amikor egy busz letért az útról a régi malom közelében.",
        "Az árak a múlt hónapban ismét emelkedtek.",
    ),
    "ro": (
        "Primarul orașului portuar a spus luni că noul pod se va deschide în primăvară.",
        "Două persoane au fost rănite când un autobuz a ieșit de pe drum lângă vechea moară.",
        "Prețurile au crescut din nou luna trecută.",
    ),
    "tr": (
        "Liman kentinin belediye başkanı pazartesi günü yeni köprünün ilkbaharda açılacağını söyledi.",
        "Eski değirmenin yakınında bir otobüsün yoldan çıkması sonucu iki kişi yaralandı.",
        "Fiyatlar geçen ay yine arttı.",
    ),
    "id": (
        "Wali kota pelabuhan itu mengatakan pada hari Senin bahwa jembatan baru akan dibuka pada musim semi.",
        "Dua orang terluka ketika sebuah bus keluar dari jalan di dekat kincir tua.",
        "Harga naik lagi bulan lalu.",
    ),
    "vi": (
        "Thị trưởng thành phố cảng nói hôm thứ Hai rằng cây cầu mới sẽ mở cửa vào mùa xuân.",
        "Hai người bị thương khi một chiếc xe buýt lao ra khỏi đường gần cối xay cũ.",
        "Giá cả lại tăng trong tháng trước.",
    ),
    "ru": (
        "Мэр портового города сказал в понедельник, что новый мост откроют весной.",
        "Два человека пострадали, когда автобус съехал с дороги возле старой мельницы.",
        "Цены снова выросли в прошлом месяце.",
    ),
    "uk": (
        "Мер портового міста сказав у понеділок, що новий міст відкриють навесні.",
        "Двоє людей постраждали, коли автобус з'їхав з дороги біля старого млина.",
        "Ціни знову зросли минулого місяця.",
    ),
    "bg": (
        "Кметът на пристанищния град каза в понеделник, че новият мост ще бъде отворен през пролетта.",
        "Двама души пострадаха, когато автобус излезе от пътя край старата мелница.",
        "Цените отново се повишиха миналия месец.",
    ),
    "el": (
        "Ο δήμαρχος της λιμενικής πόλης είπε τη Δευτέρα ότι η νέα γέφυρα θα ανοίξει την άνοιξη.",
        "Δύο άνθρωποι τραυματίστηκαν όταν ένα λεωφορείο βγήκε από τον δρόμο κοντά στον παλιό μύλο.",
        "Οι τιμές αυξήθηκαν ξανά τον περασμένο μήνα.",
    ),
    "ar": (
        "قال رئيس بلدية المدينة الساحلية يوم الاثنين إن الجسر الجديد سيفتح في الربيع.",
        "أصيب شخصان عندما خرجت حافلة عن الطريق قرب الطاحونة القديمة.",
        "ارتفعت الأسعار مرة أخرى الشهر الماضي.",
    ),
    "fa": (
        "شهردار شهر بندری روز دوشنبه گفت که پل جدید در بهار باز می\u200cشود.",
        "دو نفر زخمی شدند وقتی یک اتوبوس نزدیک آسیاب قدیمی از جاده خارج شد.",
        "قیمت\u200cها ماه گذشته دوباره بالا رفت.",
    ),
    "he": (
        "ראש העיר של עיר הנמל אמר ביום שני שהגשר החדש ייפתח באביב.",
        "שני בני אדם נפצעו כאשר אוטובוס ירד מהכביש ליד הטחנה הישנה.",
        "המחירים עלו שוב בחודש שעבר.",
    ),
    "hi": (
        "बंदरगाह शहर के महापौर ने सोमवार को कहा कि नया पुल वसंत में खुलेगा।",
        "पुरानी चक्की के पास बस के सड़क से उतर जाने से दो लोग घायल हो गए।",
        "पिछले महीने कीमतें फिर बढ़ीं।",
    ),
    "zh": (
        "港口城市的市长星期一说，新桥将在春天开放。",
        "一辆公共汽车在旧磨坊附近驶离道路，造成两人受伤。",
        "上个月价格再次上涨。",
    ),
    "ja": (
        "港町の市長は月曜日、新しい橋は春に開通すると述べた。",
        "古い水車小屋の近くでバスが道路から外れ、二人がけがをした。",
        "先月、物価が再び上がった。",
    ),
    "ko": (
        "항구 도시의 시장은 월요일에 새 다리가 봄에 개통될 것이라고 말했다.",
        "낡은 방앗간 근처에서 버스가 도로를 벗어나 두 사람이 다쳤다.",
        "지난달 물가가 다시 올랐다.",
    ),
    "th": (
        "นายกเทศมนตรีเมืองท่ากล่าวเมื่อวันจันทร์ว่าสะพานใหม่จะเปิดในฤดูใบไม้ผลิ",
        "มีผู้บาดเจ็บสองคนเมื่อรถบัสตกถนนใกล้โรงสีเก่า",
        "ราคาสินค้าสูงขึ้นอีกในเดือนที่แล้ว",
    ),
}
"""The bridge, the bus and the prices, in many languages."""
GERMAN = (
    "Der Bürgermeister war am 3. Oktober 2024 in Hamburg und sagte, dass der Krieg vorbei war. "
    "Die Brücke wurde am 09.10.2024 eröffnet, und 20 Menschen waren dabei. War das alles? "
    "Am 31.02.2024 war niemand da, und auch am 2024-10-07 nicht."
)


@pytest.mark.parametrize("language", SENTENCES)
def test_three_sentences_show_their_language(language: str) -> None:
    assert detect_language(" ".join(SENTENCES[language])) == language


@pytest.mark.parametrize("language", SENTENCES)
def test_one_sentence_shows_its_language_or_none(language: str) -> None:
    assert {detect_language(sentence) for sentence in SENTENCES[language]} <= {language, "en"}


def test_every_sample_is_english() -> None:
    assert {detect_language(document.text) for document in sample_documents()} == {"en"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Mayor resigns",
        "1 2 3",
        "😀😀",
        "Zoë Müller, José Núñez, Łukasz Piszczek and Ağca Öztürk met in São Paulo.",
        "Die Hard is a film with Bruce Willis.",
        "The minister said “Wir schaffen das” and left the room, the agency reported on Monday.",
        "He quoted the paper 人民日报 at length when he spoke to the council.",
        "https://www.beispiel.example/der/die/das/und/nicht/auf",
    ],
)
def test_in_doubt_it_is_english(text: str) -> None:
    assert detect_language(text) == "en"


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("Mayor resigns", "de", "de"),
        ("Oslo, 1905", "no", "no"),
        ("The mayor of the town said that the bridge will open in the spring.", "de", "en"),
        ("The mayor of the town said that the bridge will open in the spring.", "en-gb", "en-gb"),
        (" ".join(SENTENCES["pt"]), "pt-br", "pt-br"),
        ("म्हणाले की नवीन पूल उघडेल", "mr", "mr"),
    ],
)
def test_what_the_source_declares_is_weighed(text: str, declared: str, language: str) -> None:
    assert detect_language(text, declared) == language


@given(st.text(), st.sampled_from(["en", "de", "sw", "", "en-gb"]))
def test_any_text_has_a_language(text: str, declared: str) -> None:
    assert isinstance(detect_language(text, declared), str)


# --- what is told of another language -----------------------------------------------------------------------


def read(reader: Reader, text: str, headline: str = "", language: str = "en") -> Article:
    return reader.read(replace(shipwreck(), text=text, headline=headline, language=language))


def test_only_what_is_safe_is_told_of_another_language(reader: Reader) -> None:
    article = read(reader, GERMAN, "Der Krieg war vorbei")

    assert article.document.language == "de"
    assert article.quote(0).endswith("vorbei war.")
    assert [article.quote(index) for index in article.ranking] == [
        article.quote(index) for index in (0, 1, 3)
    ]
    assert set(article.summary) <= set(article.ranking)
    words = [GERMAN[each.start : each.end] for each in article.dates]
    assert list(zip(words, (each.value for each in article.dates), strict=True)) == [
        ("09.10.2024", "2024-10-09"),
        ("2024-10-07", "2024-10-07"),
    ]
    assert article.entities == ()
    # "war" is a word of an English topic
    assert reader.label(article) == ()
    gist = find_gist(article)
    assert gist.who == ()
    assert gist.what[0] == "Der Krieg war vorbei"
    assert gist.when == ((article.document.day, ""),)


def test_topics_that_the_publisher_gave_count_in_every_language(reader: Reader) -> None:
    article = reader.read(replace(shipwreck(), text=GERMAN, topics=("climate",)))

    assert [label.topic for label in reader.label(article)] == ["climate"]


@pytest.mark.parametrize("language", SENTENCES)
def test_sentences_of_other_languages_are_told_apart(reader: Reader, language: str) -> None:
    if language == "th":
        pytest.skip("Thai marks no ends")
    joint = "" if language in ("zh", "ja") else " "

    article = read(reader, joint.join(SENTENCES[language]))

    assert article.document.language == language
    assert tuple(map(article.quote, range(len(article.sentences)))) == SENTENCES[language]
    assert article.summary[0] == 0


def test_days_of_the_east(reader: Reader) -> None:
    text = "市长在2024年10月9日说，新桥将在春天开放。" + SENTENCES["zh"][1]

    assert [each.value for each in read(reader, text).dates] == [date(2024, 10, 9).isoformat()]


def test_english_that_is_declared_another_language_is_read_as_english(reader: Reader) -> None:
    article = reader.read(replace(shipwreck(), language="de"))

    assert article == reader.read(shipwreck())
