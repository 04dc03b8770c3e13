"""Django: commands of ``manage.py``.

https://docs.djangoproject.com/en/stable/howto/custom-management-commands/
"""

from collections.abc import Iterator

from migrator.analysis.handlers import class_handler, classes_of, method_of
from migrator.analysis.interpreter.log import Log
from migrator.model.program import Command, EntryPoint, Unresolved

FOLDER = ".management.commands."


def recognize(log: Log) -> Iterator[EntryPoint | Unresolved]:
    """Yield one entry point per module that Django would take for a command."""
    for module, scope in log.scopes.items():
        _, folder, name = f".{module}".rpartition(FOLDER)
        if not folder or not name or name.startswith("_") or "." in name:
            continue
        for cls in classes_of(scope.names.get("Command", ())):
            handler = (
                method_of(cls, "handle") or method_of(cls, "handle_noargs") or class_handler(cls)
            )
            yield EntryPoint(
                Command(name), handler.name, handler.location, "django", name, (cls.location,)
            )
