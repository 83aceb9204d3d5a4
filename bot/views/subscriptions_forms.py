"""The forms in which admins change a subscription, filled with what is set or with what they typed before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.views.budget import label

Filled = Mapping[str, tuple[str, ...]]
"""What each field holds, by its name: one text, or the values that are chosen."""

MOST_OPTIONS = 25
"""Of one select; where there are more to choose from, they are typed."""
_OPTION_LIMIT = 100
_LONG = discord.TextStyle.paragraph


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose."""

    value: str
    label: str
    description: str = ""


class Form(ui.Modal):
    """A form that keeps no state: its custom_id says all, and the cog's listener answers it.

    So it can be handed in after a restart; and discord.py neither stores it nor counts its time
    (see :class:`bot.views.layout.Card`).
    """

    def __init__(self, title: str, custom_id: str, fields: Sequence[ui.Label[Any]]) -> None:
        super().__init__(title=title, custom_id=custom_id, timeout=None)
        for field in fields:
            self.add_item(field)

    def is_finished(self) -> bool:
        """Say that there is nothing to listen for."""
        return True


def what_form(custom_id: str, filled: Filled, *, topics: Sequence[Choice], feeds: Sequence[Choice]) -> Form:
    """Return the form for what digests are about."""
    either = "Any story of a topic, feed, name or search here is taken; with none of them, every story."
    return Form(
        "What the digest is about",
        custom_id,
        [
            _some("topics", "Topics", filled, topics, about=either, hint="None in particular"),
            _some("feeds", "Feeds", filled, feeds, about="/feed list shows them.", hint="None in particular"),
            _text(
                "people",
                "Names: people, organisations, places",
                filled,
                about='Commas part them. In quotation marks a name is taken to the letter: "Ada Holm".',
                longest=2_000,
            ),
            _text(
                "search",
                "A search",
                filled,
                about="As in /search: words, phrases in quotation marks, -exclusions, source:courier",
                longest=300,
            ),
        ],
    )


def when_form(custom_id: str, filled: Filled) -> Form:
    """Return the form for when digests come."""
    return Form(
        "When it is posted",
        custom_id,
        [
            _text(
                "at",
                "Times",
                filled,
                about="07:30, 18:00 · every 2 hours · as it happens · as it happens, every 30 minutes",
                longest=200,
            ),
            _text("timezone", "Time zone", filled, about="By name: Europe/Paris, New York, UTC", longest=64),
            _text(
                "days",
                "Days",
                filled,
                about="daily, weekdays, weekends, or mon, wed, fri (for times of day)",
                longest=200,
            ),
            _text(
                "quiet",
                "Quiet hours",
                filled,
                about="Nothing is posted in these: 22:00-07:00. What falls into them comes when they end.",
                longest=60,
            ),
        ],
    )


def which_form(custom_id: str, filled: Filled) -> Form:
    """Return the form for which stories are taken."""
    outlets = [Choice("1", "1: every story"), *(Choice(str(n), f"{n} or more") for n in range(2, 11))]
    return Form(
        "Which stories are taken",
        custom_id,
        [
            _text(
                "include",
                "Only with one of these words or phrases",
                filled,
                about='Commas or quotation marks part them: strike, "far right", budget',
                longest=2_000,
            ),
            _text(
                "exclude",
                "Without any of these words or phrases",
                filled,
                about="Plain words, found in all their forms; there are no wildcards.",
                longest=2_000,
            ),
            ui.Label(
                text="Outlets that must tell a story",
                component=ui.Select(custom_id="sources", options=_options(outlets, filled["sources"])),
            ),
            _text(
                "languages",
                "Languages",
                filled,
                about="Names or codes: English, de. Without any, all.",
                longest=400,
            ),
        ],
    )


def how_form(custom_id: str, filled: Filled, *, lengths: Sequence[Choice], orders: Sequence[Choice]) -> Form:
    """Return the form for how much is told, and how it is posted."""
    switches = [
        discord.CheckboxGroupOption(
            label="Silently", value="silent", description="Nobody gets a notification of it."
        ),
        discord.CheckboxGroupOption(
            label="Say so when it is a quiet day",
            value="quiet day",
            description="Otherwise nothing is posted where there is no news.",
        ),
    ]
    for switch in switches:
        switch.default = switch.value in filled["switches"]
    return Form(
        "How it is told and posted",
        custom_id,
        [
            ui.Label(text="Length", component=_radio("length", lengths, filled)),
            ui.Label(text="Order", component=_radio("order", orders, filled)),
            ui.Label(
                text="A role to call",
                description="With each digest, or with those that have the words below.",
                component=ui.RoleSelect(
                    custom_id="role",
                    placeholder="Nobody is called",
                    min_values=0,
                    max_values=1,
                    required=False,
                    default_values=[_role(role) for role in filled["role"]],
                ),
            ),
            _text(
                "words",
                "Call it only when a story has one of",
                filled,
                about="Words and phrases, parted by commas. Without any, with each digest.",
                longest=2_000,
            ),
            ui.Label(
                text="Posting",
                component=ui.CheckboxGroup(
                    custom_id="switches", options=switches, required=False, min_values=0, max_values=2
                ),
            ),
        ],
    )


class _Role(discord.SelectDefaultValue):
    """A role that is chosen already."""

    def to_dict(self) -> Any:
        """Return it as Discord describes it: an id is a string, of which discord.py makes a number."""
        return {"id": str(self.id), "type": "role"}


def _role(role: str) -> discord.SelectDefaultValue:
    return _Role(id=int(role), type=discord.SelectDefaultValueType.role)


def _text(
    name: str, title: str, filled: Filled, *, about: str, longest: int, hint: str = ""
) -> ui.Label[Any]:
    """Return a field to type into; none is required: what is empty is as usual."""
    (value,) = filled[name] or ("",)
    field: ui.TextInput[Any] = ui.TextInput(
        custom_id=name,
        style=_LONG if longest > 400 else discord.TextStyle.short,
        placeholder=hint or None,
        default=value[:longest] or None,
        required=False,
        max_length=longest,
    )
    return ui.Label(text=title, description=about, component=field)


def _some(
    name: str, title: str, filled: Filled, choices: Sequence[Choice], *, about: str, hint: str = ""
) -> ui.Label[Any]:
    """Return a list to choose some of; with none or too many to choose from, a field to type into."""
    if not choices:
        return _text(name, title, filled, about=about, longest=2_000, hint=hint)
    select: ui.Select[Any] = ui.Select(
        custom_id=name,
        placeholder=hint or None,
        options=_options(choices, filled[name]),
        min_values=0,
        max_values=len(choices),
        required=False,
    )
    return ui.Label(text=title, description=about, component=select)


def _options(choices: Sequence[Choice], chosen: Sequence[str]) -> list[discord.SelectOption]:
    return [
        discord.SelectOption(
            label=label(choice.label, _OPTION_LIMIT) or "Untitled",
            value=choice.value,
            description=label(choice.description, _OPTION_LIMIT) or None,
            default=choice.value in chosen,
        )
        for choice in choices
    ]


def _radio(name: str, choices: Sequence[Choice], filled: Filled) -> ui.RadioGroup[Any]:
    options = [
        discord.RadioGroupOption(label=choice.label, value=choice.value, default=choice.value in filled[name])
        for choice in choices
    ]
    return ui.RadioGroup(custom_id=name, options=options)


def handed_in(components: Sequence[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    """Return what a form holds that was handed in, by field, from the interaction's own components."""
    values: dict[str, tuple[str, ...]] = {}
    for field in _fields(components):
        if "values" in field:
            values[str(field["custom_id"])] = tuple(str(value) for value in field["values"])
        else:
            value = field.get("value")
            values[str(field["custom_id"])] = () if value is None else (str(value),)
    return values


def _fields(components: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for component in components:
        if inner := component.get("component"):
            yield from _fields([inner])
        elif "components" in component:
            yield from _fields(component["components"])
        elif "custom_id" in component:
            yield component
