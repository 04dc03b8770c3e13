import ast

import pytest

from migrator.generation.openapi.parameters import path_schemas
from migrator.generation.openapi.types import Schema, schema_of
from migrator.model.program import HttpRoute

ORDER = {"$ref": "#/Order"}


def refer(text: str) -> Schema | None:
    return ORDER if text == "models.Order" else None


TEXT, NULL = {"type": "string"}, {"type": "null"}


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ("int", {"type": "integer"}),
        ("'int'", {"type": "integer"}),
        ("str | None", {"anyOf": [TEXT, NULL]}),
        ("Optional[Union[str, None]]", {"anyOf": [TEXT, NULL]}),
        ("typing.List[int]", {"type": "array", "items": {"type": "integer"}}),
        (
            "dict[str, models.Order]",
            {"type": "object", "additionalProperties": refer("models.Order")},
        ),
        ("list[Unknown]", {"type": "array"}),
        ("int | Unknown", {}),
        ("Unknown", {}),
        ("Literal['a', 1]", {"enum": ["a", 1]}),
        ("Annotated[int, Query(ge=1), 'x']", {"type": "integer", "minimum": 1}),
        ("uuid.UUID", {"type": "string", "format": "uuid"}),
        ("datetime.datetime", {"type": "string", "format": "date-time"}),
        ("'not python ['", {}),
        ("Page[models.Order]", {}),
    ],
)
def test_annotations(annotation: str, expected: Schema) -> None:
    assert schema_of(ast.parse(annotation, mode="eval").body, refer) == expected


@pytest.mark.parametrize(
    ("path", "declared", "expected"),
    [
        ("/{id}", "/<int:id>", {"id": {"type": "integer"}}),
        ("/{id}.pdf", "/<float:id>.pdf", {"id": {"type": "number"}}),
        ("/{a}/{b}", "/<a>/<any(x, 'y'):b>", {"a": TEXT, "b": {"enum": ["x", "y"]}}),
        ("/{name}", "/{name:path}", {"name": TEXT}),
        ("/{year}", r"^(?P<year>[0-9]{4})/$", {"year": {"type": "integer"}}),
        ("/{code}", r"^(?P<code>[a-z]+)$", {"code": {"type": "string", "pattern": "^[a-z]+$"}}),
        ("/{code}", "<sha1:code>/", {"code": TEXT}),
        ("/", "/", {}),
    ],
)
def test_paths(path: str, declared: str, expected: dict[str, Schema]) -> None:
    assert path_schemas(HttpRoute("GET", path, declared)) == expected
