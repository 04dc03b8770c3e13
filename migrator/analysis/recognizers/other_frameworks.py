"""Web frameworks that are seen, and said, not read."""

from collections.abc import Iterator

from migrator.analysis.interpreter.log import Log
from migrator.model.program import Unresolved

# What an application of each is made with.
APPLICATIONS = {
    "cherrypy.quickstart": "CherryPy",  # https://docs.cherrypy.dev/en/latest/basics.html
    "cherrypy.tree.mount": "CherryPy",
    "web.application": "web.py",  # https://webpy.org/docs/0.3/api
    "web.auto_application": "web.py",
    "hug.API": "Hug",  # https://hugapi.github.io/hug/
    "molten.App": "Molten",
    "blacksheep.Application": "BlackSheep",  # https://www.neoteroi.dev/blacksheep/
    "blacksheep.server.Application": "BlackSheep",
    "robyn.Robyn": "Robyn",  # https://robyn.tech/documentation
    "emmett.App": "Emmett",
    "masonite.foundation.Application": "Masonite",
    "japronto.Application": "Japronto",
    "responder.API": "Responder",
    "morepath.App": "Morepath",
    "turbogears.AppConfig": "TurboGears",
}
MEMBERS = tuple(sorted({name.rpartition(".")[2] for name in APPLICATIONS}))


def recognize(log: Log) -> Iterator[Unresolved]:
    """Yield one doubt per application."""
    for event in log.having(*MEMBERS):
        title = APPLICATIONS.get(event.name)
        if title is not None:
            yield Unresolved(f"{title} application: its routes are not read", event.location)
