"""The API page says what the OpenAPI document says, with examples that can be opened."""

from typing import Any

import pytest

from search_api.pages.reference import Operation, reference_page

DOCUMENT: dict[str, Any] = {
    "info": {"title": "接口", "version": "1", "description": "第一行\n第二行\n\n`另`一段"},
    "paths": {
        "/api/v1/reports/{report_id}": {
            "get": {
                "summary": "一份报告",
                "parameters": [
                    {
                        "name": "report_id",
                        "in": "path",
                        "required": True,
                        "schema": {"type": "string"},
                    },
                    {"$ref": "#/components/parameters/size"},
                ],
                "responses": {"200": {"description": "好"}},
            }
        },
        "/api/v1/check": {"post": {"summary": "校验"}},
        "/api/v1/secret/{key}": {
            "get": {"parameters": [{"name": "key", "in": "path", "required": True, "schema": {}}]}
        },
    },
    "components": {
        "parameters": {
            "size": {
                "name": "size",
                "in": "query",
                "description": "每页条数",
                "schema": {"type": "integer", "default": 20, "minimum": 1, "examples": [50]},
            }
        }
    },
}


@pytest.fixture
def operations() -> tuple[Operation, ...]:
    return reference_page(DOCUMENT, {"report_id": "2022-aa"}).operations


def test_paragraphs_are_parted_by_blank_lines() -> None:
    assert reference_page(DOCUMENT, {}).description == ("第一行第二行", "另一段")


def test_parameters(operations: tuple[Operation, ...]) -> None:
    name, size = operations[0].parameters
    assert (name.name, name.place, name.type, name.required) == ("report_id", "路径", "文字", True)
    assert (size.type, size.usual, size.description) == ("整数（1–）", "20", "每页条数")


def test_examples(operations: tuple[Operation, ...]) -> None:
    assert [one.example for one in operations] == ["/api/v1/reports/2022-aa?size=50", "", ""]


def test_places_on_the_page_differ(operations: tuple[Operation, ...]) -> None:
    assert len({one.id for one in operations}) == 3


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        pytest.param(
            {"anyOf": [{"type": "string"}, {"type": "null"}]}, "文字", id="may be left out"
        ),
        pytest.param(
            {"type": "array", "items": {"type": "integer"}}, "整数（可重复）", id="several"
        ),
        pytest.param({"enum": ["json", "csv"]}, "json、csv", id="one of some"),
        pytest.param({}, "", id="nothing said"),
    ],
)
def test_types_in_words(schema: dict[str, Any], said: str) -> None:
    given = {"name": "x", "in": "query", "schema": schema}
    document = {"paths": {"/": {"get": {"parameters": [given]}}}}
    (operation,) = reference_page(document, {}).operations
    assert operation.parameters[0].type == said
