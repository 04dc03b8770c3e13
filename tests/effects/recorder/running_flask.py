"""A Flask application with SQLAlchemy on SQLite, called through Flask's test client.

https://docs.sqlalchemy.org/en/20/core/events.html
"""

import shutil

from sqlalchemy import event
from sqlalchemy.engine import Engine


class Running:
    """The application, with a copy of each of its databases.

    Each request finds the database as it was filled and the caches empty: what an earlier one
    wrote or read is gone.
    """

    def __init__(self, application, scratch):
        self._application = application
        self._scratch = scratch
        self._state = scratch / "state"
        self._state.mkdir()
        self._app = application.create()
        self._close()
        shutil.copytree(self._state, scratch / "created")
        for name, fill in application.DATABASES.items():
            self._restore("created")
            with self._app.app_context():
                fill(self._app)
            self._close()
            shutil.copytree(self._state, scratch / name)

    def declared(self):
        """Map each table to the module that declares it."""
        return self._application.declared()

    def answer(self, call):
        """Send a request: return its route, status and statements."""
        self._restore(call.database)
        client = self._app.test_client()
        if call.user:
            with self._app.app_context():
                self._application.LOG_INS[call.user](client)
        given = {"headers": dict(call.headers)}
        given |= {"data": dict(call.form)} if call.form is not None else {}
        given |= {"json": call.json} if call.json is not None else {}
        self._application.prepare(client, given)
        statements = []

        def note(_connection, _cursor, statement, *_):
            statements.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        try:
            response = client.open(call.path, method=call.method, **given)
        finally:
            event.remove(Engine, "before_cursor_execute", note)
        path = call.path.partition("?")[0]
        rules = self._app.url_map.bind("localhost")
        rule, _ = rules.match(path, method=call.method, return_rule=True)
        return rule.rule, response.status_code, statements

    def _restore(self, name):
        self._close()
        shutil.rmtree(self._state)
        shutil.copytree(self._scratch / name, self._state)
        with self._app.app_context():
            self._application.forget(self._app)

    def _close(self):
        with self._app.app_context():
            self._application.close(self._app)
