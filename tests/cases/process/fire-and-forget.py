"""Cases of process/fire-and-forget."""

import asyncio

from fastapi import FastAPI

app = FastAPI()


async def notify():
    return None


@app.post("/orders")
async def create():
    # finding: process/fire-and-forget
    asyncio.create_task(notify())
    # finding: process/fire-and-forget
    asyncio.get_running_loop().create_task(notify())
    # ok: process/fire-and-forget
    await asyncio.create_task(notify())
    # ok: process/fire-and-forget
    waiting = asyncio.create_task(notify())
    await waiting
    tasks = []
    # ok: process/fire-and-forget
    tasks.append(asyncio.create_task(notify()))
    await asyncio.gather(*tasks)
    return {}


@app.websocket("/orders/live")
async def live(socket):
    # ok: process/fire-and-forget
    asyncio.create_task(notify())
    await socket.accept()
