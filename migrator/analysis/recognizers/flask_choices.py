"""Flask: paths that begin in one of several ways, as configuration decides."""

from collections.abc import Iterator

from migrator.analysis.flask_prefixes import RULES, beginning
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import Event, Values
from migrator.model.program import Unresolved


def recognize(log: Log) -> Iterator[Unresolved]:
    """Yield one doubt per registration whose paths are given without what may come before them."""
    for event in log.events:
        said = event.origin if event.name.endswith("()") and event.origin else event
        for values in _paths(event, said):
            texts = [text for value in values if (text := text_of((value,))) is not None]
            found = {beginning(text, texts) for text in texts} - {""}
            for text in sorted(found):
                yield Unresolved(
                    f"Flask path that {text!r} comes before in some configuration: "
                    "given without it",
                    said.location,
                )


def _paths(event: Event, said: Event) -> tuple[Values, ...]:
    if event.member == "register_blueprint":
        return (event.argument(-1, "url_prefix") or (),)
    if event.member in RULES:
        return (said.argument(0, "rule") or (),)
    return event.args[1:] if event.member == "add_resource" else ()
