"""The API page, made of the OpenAPI document: no viewer from elsewhere, no script."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote_plus, urlencode

METHODS = ("get", "post", "put", "delete")

_TYPES = {
    "string": "文字",
    "integer": "整数",
    "number": "数",
    "boolean": "true 或 false",
    "array": "可重复",
    "object": "对象",
}

_PLACES = {"path": "路径", "query": "查询", "header": "头", "cookie": "Cookie"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an operation."""

    name: str
    place: str
    type: str
    required: bool
    description: str
    usual: str  # the value if none is given; ""


@dataclass(frozen=True, slots=True)
class Operation:
    """What one address does."""

    id: str
    method: str  # "GET"
    path: str
    summary: str
    description: tuple[str, ...]  # paragraphs
    parameters: tuple[Parameter, ...]
    example: str  # an address that can be opened; "" if it takes more than an address
    example_text: str  # the same for people, without percent codes
    answers: tuple[tuple[str, str], ...]  # status, what it means


@dataclass(frozen=True, slots=True)
class ReferencePage:
    """The whole page."""

    title: str
    version: str
    description: tuple[str, ...]  # paragraphs
    operations: tuple[Operation, ...]


def reference_page(document: Mapping[str, Any], known: Mapping[str, str]) -> ReferencePage:
    """The page of an OpenAPI document; `known` has a value for path parameters of examples."""
    info = document.get("info", {})
    found = [
        _operation(path, method, item[method], document, known)
        for path, item in document.get("paths", {}).items()
        for method in METHODS
        if method in item
    ]
    return ReferencePage(
        title=info.get("title", ""),
        version=info.get("version", ""),
        description=_paragraphs(info.get("description", "")),
        operations=tuple(found),
    )


def _operation(
    path: str,
    method: str,
    data: Mapping[str, Any],
    document: Mapping[str, Any],
    known: Mapping[str, str],
) -> Operation:
    given = [_resolved(one, document) for one in data.get("parameters", ())]
    example = _example(path, given, known) if method == "get" else ""
    return Operation(
        id="-".join(("op", method, *path.strip("/").replace("{", "").replace("}", "").split("/"))),
        method=method.upper(),
        path=path,
        summary=data.get("summary", ""),
        description=_paragraphs(data.get("description", "")),
        parameters=tuple(_parameter(one, document) for one in given),
        example=example,
        example_text=unquote_plus(example),
        answers=tuple(
            (status, answer.get("description", ""))
            for status, answer in data.get("responses", {}).items()
        ),
    )


def _parameter(data: Mapping[str, Any], document: Mapping[str, Any]) -> Parameter:
    schema = _resolved(data.get("schema", {}), document)
    usual = schema.get("default")
    return Parameter(
        name=data["name"],
        place=_PLACES.get(data.get("in", ""), data.get("in", "")),
        type=_type(schema, document),
        required=bool(data.get("required")),
        description=str(data.get("description") or schema.get("description", "")),
        usual="" if usual is None or usual == [] else _said(usual),
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    """Chinese text in lines of any length: blank lines part it, other line ends mean nothing."""
    return tuple("".join(part.split("\n")) for part in text.replace("`", "").split("\n\n"))


def _said(value: object) -> str:
    """A value as it stands in an address."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _type(schema: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    """The type in words, an optional one as what it is when given."""
    schema = _resolved(schema, document)
    options = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    if options:
        return " 或 ".join(dict.fromkeys(_type(one, document) for one in options))
    if "enum" in schema:
        return "、".join(map(str, schema["enum"]))
    kind = str(schema.get("type", ""))
    name = _TYPES.get(kind, kind)
    if kind == "array":
        return f"{_type(schema.get('items', {}), document)}（{name}）"
    return name + _bounds(schema)


def _bounds(schema: Mapping[str, Any]) -> str:
    least, most = schema.get("minimum"), schema.get("maximum")
    if least is None and most is None:
        return ""
    return f"（{'' if least is None else least}–{'' if most is None else most}）"


def _example(path: str, given: Sequence[Mapping[str, Any]], known: Mapping[str, str]) -> str:
    """An address with the examples that the document gives; "" if a needed one is lacking.

    Of what may be left out only the first has its example: all of them together find nothing.
    """
    query: list[tuple[str, str]] = []
    for one in given:
        value = _example_of(one, known)
        if one.get("in") == "path":
            if value is None:
                return ""
            path = path.replace(f"{{{one['name']}}}", quote(value, safe=""))
        elif value is not None and one.get("in") == "query" and (one.get("required") or not query):
            query.append((one["name"], value))
        elif one.get("required"):
            return ""
    return f"{path}?{urlencode(query)}" if query else path


def _example_of(parameter: Mapping[str, Any], known: Mapping[str, str]) -> str | None:
    """What we know is there goes before what the document takes for an example."""
    if parameter["name"] in known and (parameter["in"] == "path" or parameter.get("required")):
        return known[parameter["name"]]
    schema = parameter.get("schema", {})
    examples = schema.get("examples") or ()
    for value in (parameter.get("example"), schema.get("example"), *examples):
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            return str(value)
        if isinstance(value, list) and value:
            return str(value[0])
    return None


def _resolved(data: Mapping[str, Any], document: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a reference inside the document stands for; the thing itself if it is none."""
    if "$ref" not in data:
        return data
    found: Any = document
    for step in str(data["$ref"]).removeprefix("#/").split("/"):
        found = found.get(step, {})
    return {**found, **{key: value for key, value in data.items() if key != "$ref"}}
