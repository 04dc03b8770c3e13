"""The settings of a service: which need a parameter, which have a default in the code."""

import re
from collections.abc import Collection, Iterable

import msgspec

from migrator.model.program import ConfigRead
from migrator.model.reach import module_of

SECRET = re.compile(
    r"(SECRET|PASSWORD|PASSWD|TOKEN|PRIVATE_?KEY|CREDENTIAL|SALT|DSN|(^|_)KEY$|API_?KEY)"
)
ADDRESS = re.compile(
    r"(DATABASE|BROKER|REDIS|RESULT_BACKEND|MONGO|AMQP|SQLALCHEMY).*(URL|URI|BACKEND)$"
)
# A switch or a number is no secret, whatever it is called: ``MAIL_PASSWORD_REQUIRED``.
PLAIN = re.compile(r"True|False|[\d._]+")
# What is kept elsewhere (``app.config``) gets its value from the code.
FROM_ENVIRONMENT = frozenset({"environment", "pydantic"})
# Lambda sets these itself; a parameter would be refused or ignored.
FROM_LAMBDA = re.compile(
    r"^(AWS_(?!ENDPOINT|S3|SQS|SES|BUCKET).*|LAMBDA_.*|_HANDLER|TZ|PATH|HOME|PYTHON.*)$"
)


class Setting(msgspec.Struct, frozen=True, order=True):
    """A variable that the slice reads; ``default`` is source text, None where required."""

    key: str
    place: str
    default: str | None = None


class Settings(msgspec.Struct, frozen=True):
    """Variables that need a parameter, and those that have a default."""

    parameters: tuple[Setting, ...] = ()
    defaulted: tuple[Setting, ...] = ()


def split(reads: Iterable[ConfigRead], modules: Collection[str]) -> Settings:
    """Sort the variables which ``modules`` read."""
    by_key: dict[str, Setting] = {}
    # Defaults have no order: None is one that the code does not give.
    for read in sorted(reads, key=lambda one: (one.key, one.function, one.location)):
        if module_of(read.function) not in modules or FROM_LAMBDA.match(read.key):
            continue
        if read.store not in FROM_ENVIRONMENT:
            continue
        setting = Setting(read.key, str(read.location), read.default)
        known = by_key.setdefault(read.key, setting)
        if known.default is not None and read.default is None:
            by_key[read.key] = setting
    parameters = tuple(s for _, s in sorted(by_key.items()) if _is_parameter(s))
    return Settings(parameters, tuple(s for _, s in sorted(by_key.items()) if s not in parameters))


def _is_parameter(setting: Setting) -> bool:
    # os.environ.get("X") has the default "None": the code copes without it.
    if setting.default is None:
        return True
    key = setting.key.upper()
    is_secret = bool(SECRET.search(key)) and not PLAIN.fullmatch(setting.default)
    return is_secret or bool(ADDRESS.search(key))
