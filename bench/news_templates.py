"""Made-up sentences of news, with their names tagged: what the training corpora do not show.

The corpora know tweets and an encyclopaedia, not how a newspaper introduces a minister, nor how it speaks
of ships, storms and films. Written for Nutgraf; the names are drawn from the tables that ship.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

from bot.reading.entities.tokens import tokenize

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
{ORG} , a {demonym} {orgnoun} , plans to list in {LOC} next year .
{ORG} , the {demonym} {orgnoun} , was founded by {PER} in 2009 .
The {orgnoun} {ORG} said its sales had risen by 4 per cent .
The {demonym} {orgnoun} {ORG} will buy {ORG} of {LOC} for $ 3 billion .
The {role} of the {orgnoun} {ORG} , {PER} , told the newspaper {ORG} that talks went on .
{NEWORG} stock jumped in early trading in {LOC} .
Shares in {NEWORG} and {NEWORG} fell on {day} .
{NEWORG} has not yet replied .
{NEWORG} raised its prices , and {NEWORG} followed a week later .
{NEWORG} , which sells shoes , and its rival {NEWORG} settled the case .
{NEWORG} expects a loss for the third year running .
{NEWORG} 's {role} , {PER} , ruled out a takeover .
{PER} , {NEWORG} 's {role} , sold his stake in {month} .
{NEWORG} 's owner , {PER} , rarely gives interviews .
Staff at {NEWORG} were told to stay at home .
The price looks fair to {PER} , who follows {NEWORG} for {ORG} .
Before he set up {NEWORG} , {PER} wrote software for {ORG} .
Investors include {NEWORG} and {ORG} of {LOC} .
{NEWORG} filed for bankruptcy in {LOC} on {day} .
The supplier , {NEWORG} , promised a refund .
The contractor , {ORG} , has asked for a review .
The lease is held by {ORG} , which is in talks with its lenders .
{ORG} dropped its bid for {ORG} after regulators objected .
The {orgnoun} , run by {PER} since 2011 , employs 300 people .
{LAST} edits the weekly {NEWORG} .
according to the daily {NEWORG} .
the broadcaster {NEWORG} reported on {day} .
{PARTY} came first with a third of the ballots , ahead of {PARTY} .
{LAST} broke with {PARTY} over the pension reform .
Fighters of the {PARTY} seized a barracks outside {LOC} .
{PER} of the {PARTY} voted against the bill .
The {PARTY} called for new elections .
The {ORG} ( {ACRONYM} ) moved out , and the {ACRONYM} now rents .
{ACRONYM} and {ACRONYM} signed a contract on {day} .
Members of {ACRONYM} stayed away .
Sen. {LAST} , R-{LOC} , and Rep. {LAST} , D-{LOC} , met the {ACRONYM} .
The {vessel} {SHIP} ran aground off {LOC} on {day} .
Owners of the {vessel} {SHIP} were fined by the {ORG} .
Smoke rose from a {vessel} , the {SHIP} , in the harbour of {LOC} .
{SHIP} was towed to {LOC} , the {ORG} said .
The {vessel} {SHIP} left {LOC} for {LOC} with 40 people on board .
The {craft} {CRAFT} sent back its first pictures , {ORG} said .
{CRAFT} will reach orbit in two years , said {PER} of {ORG} .
{COUNTRY} 's {CRAFT} {craft} was launched from {LOC} .
{storm} {STORM} hit {LOC} on {day} and killed four .
{STORM} knocked out power along the coast of {LOC} .
Winds picked up as {STORM} moved inland over {LOC} .
{storm} {STORM} tore roofs off in {LOC} , {title} {LAST} said .
Damage from {STORM} may exceed a billion dollars .
Critics praised {WORK} , a {work} by {PER} .
Her latest {work} , {WORK} , is out on {day} .
{PER} plays a spy in {WORK} , the {work} by {PER} .
{ORG} will show the {work} {WORK} in {COUNTRY} .
{PER} won the {EVENT} in {LOC} on {day} .
{PER} of {COUNTRY} won the {EVENT} .
The {EVENT} moves to {LOC} , {ORG} said .
{PER} lost to {PER} in the first round of the {EVENT} .
{LAST} replaces {PER} of {COUNTRY} .
{PER} scored a century before {COUNTRY} declared against {COUNTRY} .
{PER} scored for {TEAM} , and {TEAM} lost at home .
{TEAM} are two points ahead of {TEAM} .
{TEAM} sacked {PER} after a run of six defeats .
{TEAM} drew with {TEAM} at the {GROUND} , where {PER} was sent off .
{TEAM} signed {PER} from {TEAM} .
A pipeline from {LOC} to {LOC} leaked , the {ORG} said .
A lorry hit a wall outside {LOC} in {COUNTRY} and caught fire .
Her lawyer is {PER} .
His agent , {PER} , confirmed the move .
She is the {role} of {LOC} .
Her husband , {PER} , was born in {COUNTRY} .
Their landlord {PER} , 61 , refused .
his sister {PER} said .
The {role} , {PER} , yawned .
said {PER} , a {role} .
said {PER} , whose son was on the train .
said {PER} , who fixes boats in {LOC} .
" We ran , " {LAST} said .
{LAST} and {LAST} shook hands .
{LAST} faces up to ten years .
{LAST} has appealed .
{LAST} trains in the mountains .
{LAST} died on {day} .
{LAST} has held the post since {month} .
Among the guests was {PER} .
The palace was designed by {PER} .
The song was written by {PER} .
The choir sang under {PER} .
The house belongs to {PER} and his wife {FIRST} .
{PER} , who grew up in {LOC} , was buried on {day} .
{PER} , 37 , keeps goats near {LOC} .
{PER} and {PER} spent a winter on the ice .
{title} {PER} of {LOC} asked for help .
The {demonym} {role} {PER} came second .
The {role} {PER} signed the petition .
The lead investigator , {PER} , retired in {month} .
{PER} is the {role} of {ORG} .
{PER} was named {role} of {ORG} on {day} .
{ORG} named {PER} as its {role} .
The state visit took them to {LOC} .
Snow closed schools in {LOC} and roads around {LOC} .
Salmon have come back to the {LOC} at {LOC} .
In {LOC} , 40 miles from {LOC} , wells ran dry .
{LOC} , {LOC} ( {ORG} ) - Talks resumed on {day} .
{LOC} celebrated on {day} .
{LOC} elects its council in {month} .
Hotels around {LOC} are full .
Mail for {LOC} is piling up .
Prices in {LOC} rose faster than in {LOC} .
{LOC} voted in favour , and {LOC} abstained .
{COUNTRY} wants to sell gas to {COUNTRY} , and {COUNTRY} agreed .
Flights between {COUNTRY} and {COUNTRY} resume in {month} .
The ruling came from the {ORG} in {LOC} .
The {ORG} published its report on {day} .
The {ORG} opened an office in {LOC} .
The {ORG} handed the files to the {ORG} .
{ORG} shut its {LOC} plant .
{PER} studied at {ORG} in {LOC} .
A paper by {ORG} appeared in {ORG} .
Heavy rain , floods and a fire kept firemen busy in {LOC} .
The law is called the {ACT} , after {PER} .
The {ACT} passed by two votes .
Swedes , Danes and Finns flocked to the {EVENT} .
{demonym} and {demonym} officials met on {day} .
Many {demonym} voters stayed at home .
It has not rained since {month} .
The Council of Ministers meets in {LOC} .
God knows , said {PER} , why the Internet was down .
Sales , General Manager {PER} said , were poor .
Police , Fire and Health officials met {PER} on {day} .
"""
"""Tokens parted by spaces; what stands in braces is filled in, and is a name if `TAG_OF` says so."""

FILLERS = {
    "title": "President|Prime Minister|Foreign Minister|Defense Minister|Secretary of State|Vice President"
    "|Senator|Governor|Chancellor|Finance Minister|Sen.|Gov.|Gen.|Justice Minister|Health Secretary"
    "|Interior Minister|Rep.",
    "role": "director|chief executive|chairman|chairwoman|president|spokeswoman|head|secretary|analyst"
    "|teacher|farmer|lawyer|professor|coach|founder|engineer|shopkeeper|chief scientist",
    "day": "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday",
    "month": "January|March|April|July|October|December|Oct. 10",
    "PER": "<first> <last>|<first> <last>|<first> <last>|<first> <last>|<first> <last>|<first> A. <last>"
    "|<wfirst> <wlast>|<wfirst> <wlast>|<wfirst> <wlast>|<wfirst> <wlast>|<wfirst> <wlast>|<wfirst> <wlast>"
    "|<wfirst> <coined>|<wfirst> <coined>|<coined> <wlast>|<coined> <coined>|<wfirst> <wlast> <wlast>"
    "|<wfirst> al-<wlast>|<wfirst> el-<wlast>|<wfirst> <wlast>-<wlast>|<wfirst> van der <last>|<first>"
    " O'<last>"
    "|<wfirst> de <wlast>|<family> <wfirst>|<family> <given>|<family> <given>|<wfirst> Abu <wlast>"
    "|<wfirst> bin <wlast>",
    "LAST": "<last>|<last>|<wlast>|<wlast>|<wlast>|<coined>|al-<wlast>|<wlast>-<wlast>|<family>",
    "FIRST": "<first>|<wfirst>",
    "COUNTRY": "<country>",
    "ORG": "<last> Energy|<last> Foods Inc.|<last> & <last>|<city> City Council|University of <city>"
    "|<city> University"
    "|Ministry of Health|Bank of <country>|<city> United|<city> Rovers|<last> Group|<last> Holdings|<last>"
    "|National Farmers ' Union|<city> Police Department|<city> Courier|<last> Line|St. <first> Hospital"
    "|<city> Hospital|<last> Street School|Department of Justice|<city> Chamber of Commerce|<last> Institute"
    "|Royal Society|<city> Times|<last> Motors|<demonym> Space Agency|<demonym> Football Association"
    "|<known>|<known>|<known>|<known>|<known>|<known>"
    "|<wlast> <trade>|<city> <trade>|<coined>|<coined>|<coined> <trade>|<coined> Inc.|<coined> Ltd"
    "|Banque <wlast>"
    "|Cassa <wlast>|Caisse <wlast>|Grupo <wlast>|Banco de <country>|<demonym> Red Cross|<demonym>"
    " Swimming Federation|<city> Stock Exchange"
    "|Academy of <trade>|State Library of <city>|<country> Water Board|<demonym> Teachers ' Association"
    "|Radio <wlast>|<wlast> Trust|<city> Fire Brigade|Ministry of Defence|<trade> Commission|<wlast> Hospital"
    "|Federal <trade> Agency|Institute for <trade>|Council for <trade>|<wlast> Brothers|<wlast> University",
    "LOC": "<city>|<city>|<city>|<region>|<region>|<country>|<country>|Port <last>|<last> Bay|<last> Head"
    "|<last> Street|Lake <last>|<last> County|<last> Island|<last> Valley|<last>ton|<last>|New <city>"
    "|<last> River|Mount <last>",
    "demonym": "<demonym>",
    "NEWORG": "<coined>|<coined>|<coined>|<coined>|<coined> <trade>|<coined> <trade>|<wlast> <trade>"
    "|<wlast>|<last>"
    "|<coined> & <wlast>|Al-<coined>|<adjective> <noun>",
    "PARTY": "<adjective> <noun>|<noun> First|<noun> and <noun>|<country> <noun> Front|Army of <noun>"
    "|<adjective> <noun> Party|Party of <noun>|<noun> Coalition|Movement for <noun>|National <noun>"
    " Union|<coined>",
    "TEAM": "<city> United|<city> Rovers|<city> <adjective> Stars|<city> City|<city>|<wlast> FC|Sporting"
    " <wlast>"
    "|<city> Wolves|Real <city>|Deportivo <wlast>|<country>|Dynamo <city>|<city> Lions|<city> Hawks",
    "GROUND": "<city> Stadium|<wlast> Stadium|<wlast> Park|<wlast> Ground|<last> Arena",
    "ACRONYM": "<letters>",
    "orgnoun": "carmaker|airline|bank|start-up|lender|retailer|operator|utility|chipmaker|newspaper"
    "|union|insurer"
    "|charity|publisher|carrier|drugmaker|company|firm|agency|miner|builder|broadcaster|shipyard|brewery",
    "vessel": "tanker|ferry|destroyer|frigate|yacht|trawler|freighter|container ship|cruise ship"
    "|submarine|barge",
    "SHIP": "<adjective> <noun>|USS <last>|HMS <last>|<wfirst> <wlast>|<coined>|<city> <noun>|<first>"
    "|<wfirst>"
    "|MV <coined>|<noun> of <city>",
    "craft": "probe|rover|lander|satellite|spacecraft|rocket|orbiter|telescope",
    "CRAFT": "<coined>|<coined>-2|<wfirst>|<adjective> <noun>|<first> Express|<noun> 1",
    "storm": "Hurricane|Typhoon|Tropical Storm|Cyclone|Storm",
    "STORM": "<first>|<wfirst>|<coined>",
    "work": "film|novel|album|play|opera|book|series|documentary",
    "WORK": "The <adjective> <noun>|<noun> at Night|My <noun> <first>|<adjective> <noun>|<noun> and <noun>"
    "|A <adjective> <noun>",
    "EVENT": "<city> Open|<city> Marathon|Davis Cup|World Cup|<country> Cup|<city> Film Festival|<last> Prize"
    "|<adjective> Cup|<city> Games|Tour of <country>|Club World Cup|Six Nations|Champions League",
    "ACT": "<noun> Act|<adjective> <noun> Act|<last> Act|<noun> Treaty|<city> Accord",
}
TABLE_OF = {
    "first": "first_names.txt",
    "last": "last_names.txt",
    "city": "cities.txt",
    "country": "countries.tsv",
    "region": "regions.tsv",
    "known": "organisations.tsv",
    "wfirst": "world_first_names.txt",
    "wlast": "world_last_names.txt",
}
"""The tables from which a word in angle brackets is drawn."""

WORDS = {
    "family": "Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Han Xi Li Wang Zhang Chen Liu Yang Huang"
    " Zhao Wu Zhou Xu Sun"
    " Ma Zhu Hu Guo He Lin Luo Gao Nguyen Tran Pham Hoang Phan Vu Dang Bui Ho Ngo",
    "given": "Min-seok Su-bin Jae-hyun Yu-jin Sang-hoon Ha-eun Seung-min Ye-rin Dong-hyun Kyung-soo"
    " Young-ja Hyun-woo"
    " Wenbo Xiaoming Haitao Yuting Shufen Guoqiang Mei-hua Chih-wei Ying-jeou Zhiyuan Lihua Dawei"
    " Anh Bich Cuong Dung Hai Khanh Linh Nam Phuong Tuan Xuan",
    "trade": "Energy Foods Electronics Holdings Minerals Steel Gold Air Airways Biosciences Pharma"
    " Construction Capital"
    " Motors Shipping Lines Media Robotics Biotech Insurance Textiles Logistics Cement Telecom Health"
    " Trade Tourism"
    " Justice Transport Farming Culture Science Records Studios Partners Networks Systems Chemicals"
    " Paper Software",
    "adjective": "Blue Golden Silent Northern Free Crimson Green Bitter Iron Royal United Silver Broken"
    " Bright Open Social"
    " Southern Western Civic Radical Black Wild",
    "noun": "Lantern Summer Falcon Orchard Harbour Justice Freedom Star River League Unity Horizon"
    " Bridge Stone Queen Winter"
    " Wind Shore Road Hope Renewal Citizens Labour Future Thunder Pearl Mountain Voice",
}
"""Words, parted by spaces, from which others are drawn."""

SYLLABLES = (
    "ac al am ar as be bra bru ca cal cen cla cor da del di dom du el en er eu fa fin flo for gal gel gi"
    " go gra hel hy"
    " in is ja jo ju ka kel ko la len li lo lu ma me mi mon na ne no nu om op or pa per phi pri pro qua"
    " qui ra re ri ro"
    " sa se si so sta syn ta te ti to tra tri tu u ul va ve vi vo wes xe yo za ze zo"
).split()
LAST_SYLLABLES = (
    "a al am an ar as bit bis bon com con cor da dex do el ema en era eris est ex fi flex form gy ic ico"
    " ida in io is"
    " ium ix ky la lab len li line lo logic lux ly max met mo na net nex no nova on one or os ova pex"
    " pro que ra rex"
    " ris ro ron rus san ser sis so soft sta star sys ta tec tex tis to ton tra tro um us va ven ver via"
    " vo ware x y"
    " ya zo"
).split()
"""What made-up words are made of: "Baltgrid", "Vantra"."""
TAG_OF = {
    "PER": "PER", "LAST": "PER", "FIRST": "PER", "LOC": "LOC", "COUNTRY": "LOC", "GROUND": "LOC",
    "ORG": "ORG", "NEWORG": "ORG", "PARTY": "ORG", "TEAM": "ORG", "ACRONYM": "ORG",
}  # fmt: skip

TaggedSentence = list[tuple[str, str]]
"""Tokens with their BIO tags."""


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
    return tables | {name: words.split() for name, words in WORDS.items()}


def coined_word(rng: random.Random) -> str:
    """Return a word that nobody knows: "Velgrid"."""
    first = rng.choice(SYLLABLES) + (rng.choice(SYLLABLES) if rng.random() < 0.35 else "")
    return (first + rng.choice(LAST_SYLLABLES)).capitalize()


def news_sentences(count: int, tables: dict[str, list[str]], rng: random.Random) -> Iterator[TaggedSentence]:
    """Yield sentences made from the templates, with names drawn from the tables."""
    templates = TEMPLATES.strip().splitlines()

    def drawn(table: str) -> str:
        if table == "coined":
            return coined_word(rng)
        if table == "letters":
            return "".join(rng.choices("ABCDEFGHIKLMNOPRSTUW", k=rng.choice((3, 3, 4, 5))))
        return rng.choice(tables[table])

    def fill(slot: str) -> str:
        form = rng.choice(FILLERS[slot].split("|"))
        return re.sub(r"<(\w+)>", lambda match: drawn(match[1]), form)

    for _ in range(count):
        sentence: TaggedSentence = []
        for word in rng.choice(templates).split():
            slot = re.search(r"\{(\w+)\}\Z", word)
            tag = TAG_OF.get(slot[1]) if slot else None
            if slot and slot.start():
                sentence += [(piece.text, "O") for piece in tokenize(word[: slot.start()])]
            pieces = [token.text for token in tokenize(fill(slot[1]) if slot else word)]
            sentence += [(p, f"{'I' if i else 'B'}-{tag}" if tag else "O") for i, p in enumerate(pieces)]
        yield sentence
