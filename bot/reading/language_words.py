"""The commonest small words of languages that news is written in, for telling the languages apart.

Articles, pronouns, prepositions, conjunctions and auxiliaries, written from general knowledge of each
language: closed classes, which no subject's vocabulary changes. Codes are ISO 639-1.
"""

from __future__ import annotations

_LATIN = {
    "en": """
        the of and to in a is was that for on it with as his he be by at from are this have but not they
        were which had their has its or an been will would who said after she her we about more when there
        new over into than what can you your my all out up just so if i me no do did does am go him them
        here then could two also how because very don
    """,
    "de": """
        der die das und den dem des ein eine einen einem einer eines ist nicht mit von zu im auf für sich
        auch als an es dass wird werden bei nach aus wie über zum zur hat haben sie er wir ich war wurde
        wurden noch nur oder aber sind um vor bis durch seit gegen kann mehr sein ihre
    """,
    "fr": """
        le la les de des du un une et est en que qui dans pour pas sur au aux par plus avec ce cette ces
        il elle ils ont été son sa ses mais ou où leur nous vous je être après sont était fait comme deux
        selon lundi
    """,
    "es": """
        el la los las de del un una y en que es por con para se no al lo su sus como más pero ha han fue
        este esta son entre cuando sobre también hasta desde sin muy ya está años donde dijo según ser le
        cerca
    """,
    "it": """
        il lo la i gli le di del della dei delle dello degli un una e è in che per con non si da dal dalla
        al alla nel nella sul sulla sono ha hanno anche come più ma questo questa loro suo dopo stato
        state due mese
    """,
    "pt": """
        o a os as de do da dos das um uma e em no na nos nas que é por para com não se ao à mais como mas
        foi pelo pela são está sua seu também entre quando sobre até ele ela disse anos segundo há já ter
    """,
    "ca": """
        el la els les de del dels un una i en que és per amb no al als ha han va són més com però aquest
        aquesta seva seu també entre quan sobre fins després ser hi ho o segons
    """,
    "ro": """
        și în de la un o cu pe din care este nu să a al ale ai au fost pentru că mai se sunt prin după dar
        sau dintre către fi va vor lui ei acest această când ca cel două potrivit
    """,
    "nl": """
        de het een en van in is dat op te zijn met voor niet aan er om ook als bij door maar naar uit over
        dan die hij ze heeft hebben worden werd wordt nog wel kan deze dit tot toen zei was geen meer zich
        weer
    """,
    "af": """
        die en van in is het dat op te vir nie met aan om ook as by deur maar na uit oor wat hy sy hulle
        was word kan sal nog meer hierdie ons jy se toe
    """,
    "sv": """
        och i att det som en på är av för den med till har de inte om ett var han från vid men hon sig ska
        kan när efter under eller mot också så bli blev sade säger då måste hade över skulle man förra
    """,
    "da": """
        og i at det som en på er af for den med til har de ikke om et var han fra ved men hun sig skal kan
        når efter under eller mod også så blive blev siger da havde over skulle man nu ud kun sidste
    """,
    "no": """
        og i at det som en på er av for den med til har de ikke om et var han fra ved men hun seg skal kan
        når etter under eller mot også så bli ble sier sa da hadde over skulle man nå ut bare forrige
    """,
    "is": """
        og í að á er sem til við um með fyrir ekki hann hún það þau var af frá en eru hefur voru þegar
        eftir þess verið segir líka svo mun
    """,
    "fi": """
        ja on ei oli että se hän myös kun mutta tai ovat joka jotka mukaan sekä ole kuin nyt jo vain siitä
        tämän tämä olla sen heidän ollut vuoden hänen olisi voi kuitenkin jos sitä nämä
    """,
    "et": """
        ja on ei oli et see ta ka kui aga või mis kes oma ning selle tema nende veel juba pole olla siis
        pärast kuid ütles aasta mida
    """,
    "pl": """
        i w na z się nie do to że jest o od po za przez jak dla ale są był była było jego jej ich co który
        która które tym tego oraz już został może czy tylko przed gdy roku
    """,
    "cs": """
        a v na se je že s z do o to po za který která které jsou ale jak pro bude byl byla bylo byli také
        už podle při od ve jeho jejich nebo když tak jako ze až má před aby
    """,
    "sk": """
        a v na sa je že s z do o to po za ktorý ktorá ktoré sú ale ako pre bude bol bola bolo boli aj už
        podľa pri od vo jeho ich alebo keď tak zo až má pred aby
    """,
    "sl": """
        in v na je se da so za z s po pa ki tudi bo bi kot pri od do ali ne bil bila bilo kar še iz med
        pred lahko ter zaradi če
    """,
    "hr": """
        i u na je se da su za s od o do kao koji koja koje ali ili nije što bi će iz po pri bio bila bilo
        nakon prije kako te samo još sve
    """,
    "hu": """
        a az és hogy nem is egy meg volt ez van de csak már el ki mint azt még szerint vagy kell lesz után
        ha amely aki között pedig ami lett be ezt minden
    """,
    "lv": """
        un ir ar no par uz ka kas tā to bet vai pie lai arī tika bija nav pēc gan šo kā viņš viņa tiek
        līdz tas gada jau
    """,
    "lt": """
        ir kad yra į iš su apie tai bet ar po už kaip buvo nuo per jis ji dėl taip pat tik šis jo jų iki
        kuris prie metų dar
    """,
    "tr": """
        ve bir bu da de için ile olarak olan daha çok en kadar gibi sonra ancak ise her ne o değil dedi ya
        var oldu olduğunu eden göre tarafından ama
    """,
    "sq": """
        në e të dhe i për me një që nga se është më nuk si ka do ky kjo janë u ishte por pas ai ajo tha
    """,
    "id": """
        yang dan di ini itu dengan untuk dari dalam pada tidak akan ke adalah juga oleh telah karena ada
        mereka saat lebih sebagai bahwa tersebut kata ia bisa para sudah atau setelah sedang sebuah lagi
    """,
    "vi": """
        của và là các cho không được người những trong với một có đã này để tại khi ra vào trên từ đến về
        như cũng bị ông năm theo sẽ hai
    """,
    "tl": """
        ang ng sa na mga at ay si ni para hindi ito kung siya ko mo ako may nang niya kanyang din pa rin
        isang dahil
    """,
    "sw": """
        na ya wa kwa ni katika za la cha kuwa hii huo lakini pia baada yake hiyo watu alisema kama wake
        kutoka hilo
    """,
    "cy": """
        y yr a yn i o ar ei am mae gan wedi oedd bod gyda fel hyn eu wrth hefyd ond dros roedd ac
    """,
    "ga": """
        an na agus ar ag a go sé sí tá bhí ní is le sin seo ach freisin mar faoi ina
    """,
    "eu": """
        eta da ez du bat ere dute dira zen baina egin izan den duen ditu dela hau beste
    """,
}
_CYRILLIC = {
    "ru": """
        и в не на что с по как это из у к о его за от он она они был была было были для но же или при до
        также если уже когда после мы вы их её чтобы во только будет
    """,
    "uk": """
        і в у не на що з як це із до та й його за від він вона вони був була було були для але або при
        також якщо вже коли після ми ви їх її щоб про які цього є
    """,
    "be": """
        і ў у не на што з як гэта да яго за ад ён яна яны быў была было былі для але або пры таксама калі
        пасля мы іх каб пра
    """,
    "bg": """
        и в не на че с по как това от са за до той тя те беше бяха но или при също ако вече когато след
        ние си да се е ще който които през към около
    """,
    "sr": """
        и у не на да је се су за с од о до као који која које али или није што би ће из по при био била
        било након пре како те само још све
    """,
    "mk": """
        и во не на дека со по како тоа од се за до тој таа тие беше беа но или при исто ако веќе кога ние
        да е ќе кој која кои
    """,
}
_ARABIC = {
    "ar": """
        في من على إلى أن عن مع هذا هذه التي الذي قال كان كانت ما لا لم بعد قبل بين وقال إن كما أو أنه حتى
        قد يوم عندما خلال
    """,
    "fa": """
        در از به که این را با است برای آن یک های می‌شود خود تا کرد شد بر هم یا اما گفت بود شده ما می ها
        نیز
    """,
    "ur": """
        کے کی میں ہے سے کا کو اور نے پر یہ کہ ہیں تھا اس بھی نہیں ایک تھی کیا گیا کہا لیے
    """,
}

WORDS: dict[str, frozenset[str]] = {
    language: frozenset(words.split()) for language, words in (_LATIN | _CYRILLIC | _ARABIC).items()
}
"""The small words of each language, lower case."""

_LETTERS = {
    "de": "äöüß",
    "fr": "àâçèéêëîôùûœ",
    "es": "áéíóúñ¿¡",
    "it": "àèéìòù",
    "pt": "ãáâçéêíóõú",
    "ca": "àçèéíòóú",
    "ro": "ăâîșțşţ",
    "sv": "åäö",
    "da": "åæø",
    "no": "åæø",
    "is": "áæéíðóöúýþ",
    "fi": "äö",
    "et": "äõöü",
    "pl": "ąćęłńóśźż",
    "cs": "áčéěíňřšůúýž",
    "sk": "áčéíľĺňóôŕšťúýž",
    "sl": "čšž",
    "hr": "čćđšž",
    "hu": "áéíóöőúüű",
    "lv": "āčēģīķļņšūž",
    "lt": "ąčęėįšųūž",
    "tr": "çğıöşü",
    "sq": "çë",
    "vi": "ăâđêôơưạảấầẩậắằặẹẻếềểệịỉọỏốồổộớờởợụủứừửựỳỵ",
    "ru": "ыэёъщ",
    "uk": "іїєґщ",
    "be": "ўіыэё",
    "bg": "ъщ",
    "sr": "ђјљњћџ",
    "mk": "ѓјќљњѕџ",
    "fa": "پچژگ",
    "ur": "پچگٹڈڑےں",
}

LETTERS: dict[str, tuple[str, ...]] = {
    letter: tuple(language for language, letters in _LETTERS.items() if letter in letters)
    for letter in "".join(sorted(set("".join(_LETTERS.values()))))
}
"""Letters that few languages have, and which."""
