"""serverless.yml as data, as far as requests are concerned."""

import msgspec

from migrator.model.parity import Pairs


class ServiceFunction(msgspec.Struct, frozen=True, order=True):
    """One Lambda function of serverless.yml; ``handler`` is ``handlers/x.handler``."""

    name: str
    handler: str
    timeout_seconds: int = 6
    environment: Pairs = ()


class ServiceRoute(msgspec.Struct, frozen=True, order=True):
    """One ``httpApi`` event; method ``ANY`` answers every method, path ``$default`` every path."""

    path: str
    method: str
    function: str

    @property
    def key(self) -> str:
        """Return API Gateway's route key."""
        return self.path if self.path == "$default" else f"{self.method} {self.path}"


class ServiceManifest(msgspec.Struct, frozen=True):
    """What serverless.yml says about a service, as far as requests are concerned."""

    name: str
    functions: tuple[ServiceFunction, ...]
    routes: tuple[ServiceRoute, ...]
