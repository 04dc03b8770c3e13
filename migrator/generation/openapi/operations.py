"""What handlers take and give, as far as their source says so in words that can be read.

FastAPI: annotations of parameters, ``response_model`` and the annotation of the result. Flask:
``request.args.get("page", type=int)``, schemas that load and dump, decorators of webargs,
flask-smorest and flask-apispec. REST framework: ``serializer_class`` of generic views.
https://fastapi.tiangolo.com/reference/parameters/
https://webargs.readthedocs.io/ and https://flask-smorest.readthedocs.io/
"""

import ast

from migrator.generation.openapi.code import Definition, constant, keyword, spelled
from migrator.generation.openapi.models import Models
from migrator.generation.openapi.parameters import names_in
from migrator.generation.openapi.said import Said
from migrator.generation.openapi.signatures import read_signature
from migrator.generation.openapi.types import PLAIN, Refer, Schema, schema_of
from migrator.model.program import EntryPoint, HttpRoute

TAKES = frozenset({"arguments", "use_args", "use_kwargs"})
GIVES = frozenset({"response", "marshal_with"})
VERBS = frozenset({"get", "post", "put", "patch", "delete", "options", "head"})
ROUTES = frozenset({"route", "api_route"})
LOADS = frozenset({"load", "model_validate", "parse_obj"})
WRITES = frozenset({"POST", "PUT", "PATCH"})


def read(entry_point: EntryPoint, route: HttpRoute, method: str, models: Models) -> Said:
    """Read the handler of a route."""
    code, said = models.code, Said([])
    owner = code.find(entry_point.handler.rpartition(".")[0])
    handler = code.find(entry_point.handler) or owner  # what a base answers, the class describes
    module = entry_point.handler.partition(":")[0]
    refer = models.refer(module)
    if handler is None:
        return said
    said.summary = (ast.get_docstring(handler) or "").partition("\n")[0].strip()
    for call in (one for one in handler.decorator_list if isinstance(one, ast.Call)):
        _of_decorator(call, said, refer, method)
    if isinstance(handler, ast.ClassDef):
        _of_serializer(handler, handler, said, refer, method)
        return said
    if entry_point.framework == "fastapi":
        read_signature(handler, names_in(route.path), said, refer)
    else:
        _of_arguments(handler, said)
        _of_schemas(handler, said, refer)
    if isinstance(owner, ast.ClassDef):
        _of_serializer(owner, handler, said, refer, method)
    return said


def _of_decorator(call: ast.Call, said: Said, refer: Refer, method: str) -> None:
    name = spelled(call.func).rpartition(".")[2]
    if name in ROUTES or (name in VERBS and name == method.lower()):
        model, status = keyword(call, "response_model"), constant(keyword(call, "status_code"))
        if model is not None and spelled(model) != "None":
            said.answer = schema_of(model, refer) or said.answer
        said.status = status if isinstance(status, int) else said.status
        return
    if name in TAKES and call.args:
        place = constant(keyword(call, "location")) or "json"
        if place in {"json", "json_or_form", "form"}:
            said.body = _instance(call.args[0], refer) or said.body
    elif name in GIVES and call.args:
        schema = keyword(call, "schema") or call.args[-1]
        status = constant(call.args[0])
        said.status = status if isinstance(status, int) else said.status
        said.answer = _instance(schema, refer) or said.answer


def _of_arguments(handler: Definition, said: Said) -> None:
    """Find ``request.args.get("page", 1, type=int)`` and ``request.GET.get("q")``."""
    found: dict[str, Schema] = {}
    for call in (node for node in ast.walk(handler) if isinstance(node, ast.Call)):
        name = constant(call.args[0]) if call.args else None
        where = spelled(call.func)
        if isinstance(name, str) and where.endswith(("request.args.get", "request.GET.get")):
            kind = keyword(call, "type") or (call.args[2] if len(call.args) > 2 else None)
            found.setdefault(name, dict(PLAIN.get(spelled(kind), {"type": "string"})))
    said.parameters += [(name, "query", schema, False) for name, schema in sorted(found.items())]


def _of_schemas(handler: Definition, said: Said, refer: Refer) -> None:
    """Find ``Schema().load(…)`` for the body, and ``return Schema().dump(…)``."""
    for node in ast.walk(handler):
        call = node.value if isinstance(node, ast.Return) else node
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            continue
        if call.func.attr in LOADS and said.body is None:
            said.body = _instance(call.func.value, refer)
        if call.func.attr == "dump" and call is not node and said.answer is None:
            said.answer = _instance(call.func.value, refer)


def _of_serializer(
    owner: ast.ClassDef, handler: Definition, said: Said, refer: Refer, method: str
) -> None:
    """Take ``serializer_class`` for what is written; a list may be paged, and stays unknown."""
    named = [
        statement.value
        for statement in owner.body
        if isinstance(statement, ast.Assign)
        and spelled(statement.targets[0]) == "serializer_class"
    ]
    is_chosen = any(
        isinstance(one, ast.FunctionDef) and one.name == "get_serializer_class"
        for one in owner.body
    )
    if named and not is_chosen and method in WRITES and _is_generic(owner, handler):
        said.body = said.body or refer(spelled(named[-1]))


def _is_generic(owner: ast.ClassDef, handler: Definition) -> bool:
    """Tell whether the framework's own code answers, or code that asks for the serializer."""
    return handler is owner or any(
        isinstance(node, ast.Attribute) and node.attr in {"get_serializer", "serializer_class"}
        for node in ast.walk(handler)
    )


def _instance(node: ast.expr, refer: Refer) -> Schema | None:
    """Return the schema of ``Schema``, ``Schema()`` or ``Schema(many=True)``."""
    if not isinstance(node, ast.Call):
        return refer(spelled(node))
    found = refer(spelled(node.func))
    is_many = constant(keyword(node, "many")) is True
    return {"type": "array", "items": found} if found and is_many else found
