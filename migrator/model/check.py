"""What ``migrate check`` finds: what went out of step since services left."""

from enum import StrEnum

import msgspec

from migrator.model.location import Location


class Kind(StrEnum):
    """What is wrong.

    Attributes:
        ROUTE: an entry point of the monolith that no service of the plan has.
        PLAN: something else that migration.yaml does not say, or says of what is gone.
        DRIFT: the monolith changed code that a service has a copy of.
        IMPORT: the monolith imports a module that moved, and did not before.
        WAIVER: a finding is accepted until a day that has passed.
        RESOURCE: a serverless.yml, or a file that it includes, creates what it should refer to, or
            allows everything.
        CONNECTIONS: the services together may hold more connections than the database has.
        LOCK: a service's slice.lock cannot be read.
    """

    ROUTE = "route"
    PLAN = "plan"
    DRIFT = "drift"
    IMPORT = "import"
    WAIVER = "waiver"
    RESOURCE = "resource"
    CONNECTIONS = "connections"
    LOCK = "lock"


class Problem(msgspec.Struct, frozen=True, order=True):
    """One thing that is out of step.

    Attributes:
        location: in the monolith, or of the file that people edit.
        subject: the symbol, route, import or rule that it is about.
        remedy: what to do.
    """

    kind: Kind
    service: str
    location: Location
    subject: str
    message: str
    remedy: str


class Checked(msgspec.Struct, frozen=True):
    """All problems, sorted, and the extracted services that were looked at."""

    services: tuple[str, ...]
    problems: tuple[Problem, ...]
