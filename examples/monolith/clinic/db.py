"""Engine, scoped session and declarative base, shared by all areas."""
import os

from sqlalchemy import create_engine, event, text
from sqlalchemy.orm import DeclarativeBase, scoped_session, sessionmaker

DATABASE_URL = os.environ.get("DATABASE_URL", "sqlite:///clinic.db")

_engine_options = {"echo": os.environ.get("SQL_ECHO") == "1"}
if not DATABASE_URL.startswith("sqlite"):
    # 4 gunicorn workers x 60 connections, the database allows 300.
    _engine_options.update(
        pool_size=20, max_overflow=40, pool_recycle=1800, pool_pre_ping=True
    )

engine = create_engine(DATABASE_URL, **_engine_options)

Session = scoped_session(sessionmaker(bind=engine))


class Base(DeclarativeBase):
    pass


if DATABASE_URL.startswith("sqlite"):

    @event.listens_for(engine, "connect")
    def _sqlite_foreign_keys(dbapi_connection, connection_record):
        cursor = dbapi_connection.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()


def load_models():
    """Import every models module so that relationship() names resolve."""
    import clinic.appointments.models  # noqa: F401
    import clinic.auth.models  # noqa: F401
    import clinic.billing.models  # noqa: F401
    import clinic.documents.models  # noqa: F401
    import clinic.lab.models  # noqa: F401
    import clinic.notifications.models  # noqa: F401
    import clinic.patients.models  # noqa: F401
    import clinic.reports.models  # noqa: F401


def init_db():
    load_models()
    Base.metadata.create_all(engine)


def drop_db():
    load_models()
    Base.metadata.drop_all(engine)


def raw(sql, **params):
    """Run raw SQL in the current session; rows support .field and ._mapping."""
    return Session.execute(text(sql), params)
