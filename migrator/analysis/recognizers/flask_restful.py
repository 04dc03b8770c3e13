"""Flask-RESTful: the resources of an ``Api``.

https://flask-restful.readthedocs.io/en/latest/api.html#flask_restful.Api.add_resource
"""

from collections.abc import Iterator

from migrator.analysis.flask_apis import Apis, Registration
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import short
from migrator.analysis.interpreter.values import ClassValue
from migrator.model.program import EntryPoint, Unresolved

PACKAGES = frozenset(
    {
        "flask_restful",
        "flask_restful_swagger",
        "flask_restful_swagger_2",
        "flask_restful_swagger_3",
    }
)


def recognize(log: Log) -> Iterator[EntryPoint | Unresolved]:
    """Yield one entry point per (method, path), and what could not be read."""
    apis = Apis(log, "Flask-RESTful", PACKAGES, prefix=1)
    for event in log.having("add_resource", "resource()"):
        if event.member == "add_resource" and event.args:
            api, said, resources, urls = event.receiver, event, event.args[0], event.args[1:]
        elif event.member == "resource()" and event.args and event.origin:
            said, resources = event.origin, event.args[0]
            api, urls = said.receiver, said.args
        else:
            continue
        if (owner := apis.api(api)) is not None:
            yield from apis.routes(owner, Registration(said, resources, urls, _endpoint))


def _endpoint(cls: ClassValue) -> str:
    return short(cls.name).lower()
