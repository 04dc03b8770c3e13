"""Clients of AWS: botocore's, which is part of the Lambda runtime and starts faster than boto3.

One session makes them all: what it reads of AWS's endpoints takes most of the time of a client.
It is imported here, as most tests and tools never need it.
"""

from functools import cache
from typing import Any


def client_of(service: str, **limits: Any) -> Any:  # noqa: ANN401 - botocore makes its clients at run time
    """Make a client of ``service``; ``limits`` are those of botocore's ``Config``."""
    from botocore.config import Config  # noqa: PLC0415

    return _session().create_client(service, config=Config(**limits))


@cache
def _session() -> Any:  # noqa: ANN401 - botocore has no annotations
    import botocore.session  # noqa: PLC0415

    return botocore.session.get_session()
