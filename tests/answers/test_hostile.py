"""Whatever is typed, each answer is well formed, or there is one sentence."""

from __future__ import annotations

import pytest

from bot.errors import QueryError
from tests.answers.conftest import Desk
from tests.answers.test_properties import KINDS, check
from tests.hostile import HOSTILE


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("kind", KINDS)
async def test_hostile_text_is_answered_or_told_off(desk: Desk, kind: str, text: str) -> None:
    try:
        answer = await desk.ask(kind, text)
    except QueryError as told:
        sentence = str(told)
        assert sentence.endswith(".")
        assert len(sentence) < 500
    else:
        assert answer.about == text
        await check(answer, desk.index)
