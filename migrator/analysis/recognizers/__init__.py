"""One framework or library a module; each reads the interpreter's log and yields facts.

``RECOGNIZERS`` find entry points; the others are asked for their own kind of fact by ``build``.
"""

from collections.abc import Callable, Iterable, Iterator

from migrator.analysis import asgi_hooks, django_hooks
from migrator.analysis.interpreter.log import Log
from migrator.analysis.recognizers import (
    aiohttp,
    apscheduler,
    argparse,
    arq,
    bottle,
    bounds,
    celery,
    click,
    connexion,
    cornice,
    django,
    django_commands,
    django_q,
    dramatiq,
    falcon,
    fastapi,
    flask,
    flask_admin,
    flask_appbuilder,
    flask_choices,
    flask_classful,
    flask_extensions,
    flask_restful,
    flask_restx,
    huey,
    litestar,
    other_frameworks,
    pyramid,
    quart,
    repeat_every,
    rq,
    sanic,
    schedule,
    signals,
    tornado,
    typer,
    unknown_receivers,
)
from migrator.model.program import Enqueue, EntryPoint, Unresolved

Recognizer = Callable[[Log], Iterator[EntryPoint | Unresolved]]

RECOGNIZERS: tuple[Recognizer, ...] = (
    flask.recognize,
    flask_admin.recognize,
    flask_appbuilder.recognize,
    flask_choices.recognize,
    flask_classful.recognize,
    flask_extensions.recognize,
    flask_restful.recognize,
    flask_restx.recognize,
    django.recognize,
    fastapi.recognize,
    django_commands.recognize,
    celery.recognize,
    django_q.recognize,
    click.recognize,
    connexion.recognize,
    typer.recognize,
    argparse.recognize,
    aiohttp.recognize,
    tornado.recognize,
    bottle.recognize,
    bounds.recognize,
    falcon.recognize,
    sanic.recognize,
    litestar.recognize,
    quart.recognize,
    pyramid.recognize,
    cornice.recognize,
    apscheduler.recognize,
    arq.recognize,
    dramatiq.recognize,
    huey.recognize,
    repeat_every.recognize,
    rq.recognize,
    schedule.recognize,
    other_frameworks.recognize,
    unknown_receivers.recognize,
)

# Which functions run around every route.
HOOKS: tuple[Callable[[Log], Iterable[str]], ...] = (
    flask.find_hooks,
    django_hooks.find_hooks,
    asgi_hooks.find_hooks,
    signals.find_hooks,
)

# Who puts which task on a queue.
ENQUEUERS: tuple[Callable[[Log], Iterator[Enqueue]], ...] = (
    celery.find_enqueues,
    django_q.find_enqueues,
    arq.find_enqueues,
    dramatiq.find_enqueues,
    huey.find_enqueues,
    rq.find_enqueues,
)
