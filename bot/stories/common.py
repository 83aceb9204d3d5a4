"""Words that all news is told in: they make no name, even where they are part of one ("Monday", "City")."""

from __future__ import annotations

from bot.words import stem

_WORDS = """
a.m account act ago agree am announce answer april ask august back bad bank bay beat began begin begun big
billion board bring broke brought build building call came captain car carry case center central centre
change charge chief child children citizen city clear close coast come company complete confirm continue
cost council country county couple cover crew cut daily daughter day dead deal death december decide
decision die director district doctor dozen dr due early east eight elect eleven emergency end enough even
evening event ever expect face fall fallen family father february fell few fight final find fire firm five
follow found four free friday full gave general get give go good government great ground group grow half
hall hand happen head health hear held help high history hit hold home hope hospital hour house hundred
inside january job join july june keep kill kilometer kilometre km know largest last late later latest lead
leader leave left less let level life line list little live local long longer lose lost low lower made main
make man manager march may mayor meet meeting member men met meter metre mile million minister minute miss
mistake monday money month morning mother move mr mrs name nation national near need new next night nine
north note nothing november number october offer office officer official old one open operate order others
outside owner p.m paid part party past pay people per percent person phone place plan play pm point police
port post power present president press price prime promise public put question rain raise ran reach ready
reason record remain report reporter residents rest result return right rise road room rule run sale
saturday say school season seat second secretary security see seen send sent september serve service set
seven several share short show shut side sign since site six small so-called some son source south speak
spend spokesman spokesperson spokeswoman staff stand start state statement stay still stop street strike
strong suffer sunday support take taken talk team tell ten test third thousand three thursday tie time today
told tomorrow took top total tough town train travel treat tuesday turn two union unit use volunteer vote
wait walk want war warn water wednesday week weekend west white wife win winner woman women won word work
worker world worst year years yesterday young
"""

COMMON: frozenset[str] = frozenset(map(stem, _WORDS.split()))
"""Stems. Chosen by hand from those that nine or more of the 48 articles of `seeds/` and the 22 families
of `tests/stories/families/tuning.jsonl` have, with what is missing there of their kind (days, months,
numbers)."""

IN_MANY_NAMES = frozenset(
    "van von der den de del della di da do dos das du la le les el al bin ibn ben abu san santa saint st ste "
    "new north south east west great real club party court council street road city university school "
    "hospital park".split()
)
"""Words of names that say nothing of whom."""
