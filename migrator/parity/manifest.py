"""serverless.yml, as far as requests are concerned: functions, handlers, httpApi routes.

https://www.serverless.com/framework/docs/providers/aws/events/http-api
"""

from collections.abc import Iterator

from migrator.errors import PlanError
from migrator.model import strict_yaml
from migrator.model.manifest import ServiceFunction, ServiceManifest, ServiceRoute
from migrator.model.strict_yaml import Node

DEFAULT_TIMEOUT_SECONDS = 6
_EMPTY = Node(1, "mapping")


def read_manifest(text: str, *, file: str) -> ServiceManifest:
    """Read functions and routes; events of other kinds are left alone."""
    tree = strict_yaml.parse(text, file=file)
    declared = tree.at("functions") or _EMPTY
    if not declared.fields:
        raise PlanError(f"{file}: no functions", hint="a service has `functions:` with `handler:`")
    shared = tree.at("provider") or _EMPTY
    functions = tuple(
        _function(name, node, shared, file) for name, node in sorted(declared.fields.items())
    )
    routes = sorted(
        route for name, node in declared.fields.items() for route in _routes(name, node, file)
    )
    return ServiceManifest(_scalar(tree, "service"), functions, tuple(routes))


def _function(name: str, node: Node, shared: Node, file: str) -> ServiceFunction:
    handler = _scalar(node, "handler")
    if "." not in handler:
        raise PlanError(f"{file}:{node.line}: function {name!r} has no handler `module.function`")
    timeout = _scalar(node, "timeout") or _scalar(shared, "timeout")
    seconds = int(timeout) if timeout.isdigit() else DEFAULT_TIMEOUT_SECONDS
    environment = dict([*_environment(shared), *_environment(node)])
    return ServiceFunction(name, handler, seconds, tuple(sorted(environment.items())))


def _environment(node: Node) -> Iterator[tuple[str, str]]:
    """Yield literal variables; what Serverless or CloudFormation resolves is not known here."""
    for name, value in (node.at("environment") or _EMPTY).fields.items():
        if value.kind == "scalar" and value.scalar is not None and "${" not in str(value.scalar):
            yield name, str(value.scalar)


def _routes(function: str, node: Node, file: str) -> Iterator[ServiceRoute]:
    events = node.at("events")
    for event in events.items if events else ():
        spelled = event.at("httpApi")
        if spelled is None:
            continue
        method, path = _method_and_path(spelled)
        if not path:
            raise PlanError(
                f"{file}:{spelled.line}: httpApi event of {function!r} has no method and path",
                hint="write `httpApi: GET /items/{id}` or `httpApi: {method: GET, path: /items}`",
            )
        yield ServiceRoute(path, method, function)


def _method_and_path(spelled: Node) -> tuple[str, str]:
    if spelled.kind == "mapping":
        method, path = _scalar(spelled, "method"), _scalar(spelled, "path")
    else:
        text = str(spelled.scalar).strip()
        method, _, path = ("*", "", "*") if text == "*" else text.partition(" ")
        # `* /items` is none of osls' spellings: `ANY /items` is.
        path = "" if method == "*" and path != "*" else path.strip()
    method = method.upper() or "*"
    return "ANY" if method in {"*", "ANY"} else method, "$default" if path == "*" else path


def _scalar(node: Node, key: str) -> str:
    value = node.at(key)
    return "" if value is None or value.scalar is None else str(value.scalar)
