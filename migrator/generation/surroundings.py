"""What lies around the service that is to be written."""

import msgspec


class Surroundings(msgspec.Struct, frozen=True):
    """The folder of migration.yaml, as far as generated files depend on it.

    Attributes:
        below: the folder, seen from the top of the repository; empty where it is the top.
        services: folders below ``services/`` that have a serverless.yml, sorted.
        compose: serverless-compose.yml as it is; None where there is none.
    """

    below: str = ""
    services: tuple[str, ...] = ()
    compose: str | None = None
