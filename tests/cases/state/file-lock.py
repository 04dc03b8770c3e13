"""Cases of state/file-lock."""

import threading

from celery import shared_task
from filelock import FileLock


@shared_task
def rebuild():
    # finding: state/file-lock
    with FileLock("/var/lock/rebuild"):
        # ok: state/file-lock
        with threading.Lock():
            return None
