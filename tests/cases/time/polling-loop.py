"""Cases of time/polling-loop."""

import asyncio
import time

from celery import shared_task
from fastapi import FastAPI

app = FastAPI()


def is_ready():
    return True


@shared_task
def follow():
    while True:
        if is_ready():
            return
        # finding: time/polling-loop
        time.sleep(5)


@app.get("/wait")
async def wait():
    while True:
        # finding: time/polling-loop
        await asyncio.sleep(1)


@app.get("/retry")
async def retry():
    for _ in range(3):
        # ok: time/polling-loop
        await asyncio.sleep(1)
