"""Cases of queue/payload."""

import pandas
from celery import shared_task


@shared_task
# finding: queue/payload
def store(name: str, content: bytes) -> None:
    return None


@shared_task
# finding: queue/payload
def load(frame: pandas.DataFrame) -> None:
    return None


@shared_task
# ok: queue/payload
def fetch(key: str) -> None:
    return save(b"")


# ok: queue/payload
def save(content: bytes) -> None:
    return None
