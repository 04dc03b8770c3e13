"""Cases of process/loop-bound-resource."""

import httpx
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import create_async_engine

app = FastAPI()
# finding: process/loop-bound-resource
engine = create_async_engine("postgresql+asyncpg://localhost/shop")
# finding: process/loop-bound-resource
client = httpx.AsyncClient()
# ok: process/loop-bound-resource
sync = httpx.Client()


@app.get("/rates")
async def rates():
    # ok: process/loop-bound-resource
    async with httpx.AsyncClient() as own:
        return (await own.get("https://rates.example.org")).json()
