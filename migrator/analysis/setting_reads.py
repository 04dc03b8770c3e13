"""Reads of settings: which calls and subscripts are some, of which store, and of which key.

https://docs.python.org/3/library/os.html#os.environ
https://flask.palletsprojects.com/en/stable/config/
https://docs.djangoproject.com/en/stable/topics/settings/#using-settings-in-python-code
https://github.com/HBNetwork/python-decouple#usage
https://django-environ.readthedocs.io/en/latest/types.html
https://github.com/sloria/environs#basic-usage
https://www.starlette.io/config/
https://www.dynaconf.com/#reading-settings-variables
"""

from __future__ import annotations

from typing import NamedTuple

from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import Event, Known, Values

ENVIRONMENT, FLASK, DJANGO, PYDANTIC, DYNACONF = (
    *("environment", "flask", "django", "pydantic", "dynaconf"),
)
REQUIRED = (-1, "")  # where there is no default


class Reader(NamedTuple):
    """A way to read a setting.

    Attributes:
        default: position and keyword of what is taken where it is not set.
        falls_back: what is taken where no default is given; None where it then is required.
        key: the key where the call names none.
    """

    store: str
    default: tuple[int, str] = (1, "default")
    falls_back: str | None = "None"
    key: str = ""


def _mapping(owner: str, store: str) -> dict[str, Reader]:
    return {
        f"{owner}[]": Reader(store, REQUIRED, None),
        f"{owner}.__contains__": Reader(store, REQUIRED, None),
        **{f"{owner}.{name}": Reader(store) for name in ("get", "setdefault", "pop")},
    }


ASKED = Reader(ENVIRONMENT, falls_back=None)
OF_APPLICATIONS = tuple(
    f"{owner}.config"
    for owner in ("flask.Flask", "flask.current_app", "quart.Quart", "quart.current_app")
)
CASTS = (
    *("str", "bytes", "bool", "int", "float", "json", "list", "tuple", "dict", "url", "path"),
    *("decimal", "date", "datetime", "timedelta", "uuid", "log_level", "enum", "dj_db_url"),
    *(
        "dj_email_url",
        "dj_cache_url",
        "db_url",
        "cache_url",
        "email_url",
        "search_url",
        "channels_url",
    ),
)
URLS = {"db": "DATABASE_URL", "cache": "CACHE_URL", "email": "EMAIL_URL", "search": "SEARCH_URL"}
ENVS = ("environ.Env", "environ.FileAwareEnv", "environs.Env", "environs.EnvFileReader")
READERS: dict[str, Reader] = {
    **_mapping("os.environ", ENVIRONMENT),
    "os.getenv": Reader(ENVIRONMENT),
    **{key: read for owner in OF_APPLICATIONS for key, read in _mapping(owner, FLASK).items()},
    **{f"{owner}.from_envvar": Reader(ENVIRONMENT, REQUIRED, None) for owner in OF_APPLICATIONS},
    "django.conf.settings[]": Reader(DJANGO, REQUIRED, None),
    "django.conf.settings.get": Reader(DJANGO),
    "pydantic_settings.BaseSettings[]": Reader(PYDANTIC, REQUIRED, None),
    "decouple.config": ASKED,
    "decouple.AutoConfig()": ASKED,
    "decouple.Config()": ASKED,
    "starlette.config.Config()": Reader(ENVIRONMENT, (2, "default"), None),
    **{f"{owner}()": Reader(ENVIRONMENT, (2, "default"), None) for owner in ENVS[:2]},
    **{f"{owner}()": ASKED for owner in ENVS[2:]},
    **{f"{owner}.{cast}": ASKED for owner in ENVS for cast in CASTS},
    **{f"{ENVS[0]}.{name}": ASKED._replace(key=key) for name, key in URLS.items()},
    **_mapping("dynaconf.Dynaconf", DYNACONF),
    **_mapping("dynaconf.settings", DYNACONF),
}
MEMBERS = tuple(dict.fromkeys(name.rpartition(".")[2] for name in READERS))
PREFIXED = "environs.Env.prefixed"


class Read(NamedTuple):
    """One read; ``key`` is None where it is not known."""

    event: Event
    store: str
    key: str | None
    default: str | None


def find(log: Log) -> list[Read]:
    """List the reads in the log, those of fields of pydantic's classes by the field's name."""
    prefixed = {event.function for event in log.having("prefixed") if event.name == PREFIXED}
    found = []
    for event in log.having(*MEMBERS):
        if (reader := READERS.get(event.name)) is not None:
            key = key_of(event)
            if event.name.startswith("environs.") and event.function in prefixed:
                key = None
            found.append(Read(event, reader.store, key, _default(event, reader)))
    return found


def key_of(event: Event) -> str | None:
    """Return the key that a read asks for; None where it is not known."""
    given = event.argument(0, "var")
    if given is None:
        return READERS[event.name].key or None
    return text_of(given)


def _default(event: Event, reader: Reader) -> str | None:
    given = event.argument(*reader.default) if reader.default != REQUIRED else None
    if given is None:
        return _of_scheme(event) or reader.falls_back
    return spelled(given)


def _of_scheme(event: Event) -> str | None:
    """Return the default that ``environ.Env(DEBUG=(bool, False))`` gives a key."""
    made, key = event.origin, key_of(event)
    if made is None or made.name not in ENVS or key is None:
        return None
    for value in made.keywords.get(key, ()):
        items = getattr(value, "items", None)
        if isinstance(items, list) and len(items) > 1:
            return spelled(items[1])
    return None


def spelled(values: Values) -> str:
    """Spell a default as the source does where it is a constant."""
    match values:
        case (Known(value=value),):
            return repr(value)
    return "computed"
