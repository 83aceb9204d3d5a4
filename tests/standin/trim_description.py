"""Trim Discord's description of its API to the bodies of the requests that the stand-in serves.

    python -m tests.standin.trim_description openapi.json

Discord publishes it under the MIT licence as github.com/discord/discord-api-spec (specs/openapi.json).
Prose is dropped; what is kept is written to ``description.json`` beside this file.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

TRIMMED = Path(__file__).with_name("description.json")
ROUTES = (
    "POST /channels/{channel_id}/messages",
    "PATCH /channels/{channel_id}/messages/{message_id}",
    "POST /channels/{channel_id}/threads",
    "POST /users/@me/channels",
    "PUT /applications/{application_id}/commands",
)
_PROSE = {"title", "description", "example", "x-discord-union"}
_NAMED = {"properties", "patternProperties"}
"""Under these a key is the name of something, and may well be "description"."""
_SCHEMAS = "#/components/schemas/"


def trim(description: Mapping[str, Any]) -> dict[str, Any]:
    """Return the bodies of :data:`ROUTES`, by route, and the schemas that they refer to."""
    bodies = {}
    for route in ROUTES:
        method, path = route.split()
        operation = description["paths"][path][method.lower()]
        bodies[route] = _without_prose(operation["requestBody"]["content"]["application/json"]["schema"])
    schemas: dict[str, Any] = {}
    wanted = list(_references(bodies))
    while wanted:
        name = wanted.pop()
        if name not in schemas:
            schemas[name] = _without_prose(description["components"]["schemas"][name])
            wanted += _references(schemas[name])
    return {"bodies": bodies, "components": {"schemas": dict(sorted(schemas.items()))}}


def _without_prose(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_without_prose(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: {name: _without_prose(part) for name, part in value.items()}
        if key in _NAMED
        else _without_prose(value)
        for key, value in schema.items()
        if key not in _PROSE
    }


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(reference := part.get("$ref"), str):
            yield reference.removeprefix(_SCHEMAS)
        for value in part.values():
            yield from _references(value)
    elif isinstance(part, list):
        for value in part:
            yield from _references(value)


def main(argv: Sequence[str] | None = None) -> None:
    """Trim the file that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m tests.standin.trim_description", description=__doc__)
    parser.add_argument("description", type=Path)
    given = parser.parse_args(argv)
    trimmed = trim(json.loads(given.description.read_text(encoding="utf-8")))
    TRIMMED.write_text(json.dumps(trimmed, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
