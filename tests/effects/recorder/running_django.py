"""A Django application on SQLite, called through Django's test client.

https://docs.djangoproject.com/en/5.2/topics/db/instrumentation/
"""

import shutil
from contextlib import ExitStack

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connections
from django.test import Client, override_settings
from django.urls import resolve


class Running:
    """The application, with a copy of each of its databases.

    Each request finds the database as it was filled: what an earlier one wrote is gone.
    """

    def __init__(self, application, scratch):
        self._application = application
        self._scratch = scratch
        django.setup()
        application.configure()
        self._state = scratch / "state"
        self._state.mkdir()
        call_command("migrate", verbosity=0, interactive=False)
        self._close()
        shutil.copytree(self._state, scratch / "migrated")
        for name, fill in application.DATABASES.items():
            self._restore("migrated")
            fill()
            self._close()
            shutil.copytree(self._state, scratch / name)

    def declared(self):
        """Map each table to the module that declares it."""
        models = apps.get_models(include_auto_created=True)
        return {model._meta.db_table: model.__module__ for model in models}

    def answer(self, call):
        """Send a request: return its route, status and statements."""
        self._restore(call.database)
        client = Client(SERVER_NAME="localhost", raise_request_exception=False)
        if call.user:
            self._application.LOG_INS[call.user](client)
        given = {} if call.json is None else {"content_type": "application/json"}
        data = call.form if call.json is None else call.json
        send = getattr(client, call.method.lower())
        statements = []

        def note(execute, sql, params, many, context):
            statements.append(sql)
            return execute(sql, params, many, context)

        with ExitStack() as stack:
            stack.enter_context(override_settings(**call.settings))
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(note))
            response = send(call.path, data or {}, headers=dict(call.headers), **given)
        route = resolve(call.path.partition("?")[0]).route
        return f"/{route}", response.status_code, statements

    def _restore(self, name):
        self._close()
        shutil.rmtree(self._state)
        shutil.copytree(self._scratch / name, self._state)

    def _close(self):
        connections.close_all()
