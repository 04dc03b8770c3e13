"""Flask: paths that begin in one of several ways, as configuration or operators decide."""

from collections.abc import Iterator

from migrator.analysis.flask_prefixes import BLUEPRINTS, RULES, beginning, kind_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.options import is_option
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import Event, Values
from migrator.model.program import Unresolved

OPTION = "Flask prefix that a command-line option may change: given with its default"


def recognize(log: Log) -> Iterator[Unresolved]:
    """Yield one doubt per registration whose paths are given without what may come before them."""
    for event in log.events:
        if is_option(_prefix(event)):
            yield Unresolved(OPTION, event.location)
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


def _prefix(event: Event) -> Values | None:
    if event.member == "register_blueprint":
        return event.argument(-1, "url_prefix")
    is_made = event.receiver is not None and kind_of(event.receiver) == "blueprint"
    if event.name in BLUEPRINTS and (event.receiver is None or is_made):
        return event.argument(5, "url_prefix")
    return None
