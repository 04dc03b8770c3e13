"""Cases of process/asgi-lifespan."""

from contextlib import asynccontextmanager

from fastapi import FastAPI


@asynccontextmanager
async def lifespan(app):
    yield


# finding: process/asgi-lifespan
app = FastAPI(lifespan=lifespan)
# ok: process/asgi-lifespan
other = FastAPI(title="other")


# finding: process/asgi-lifespan
@other.on_event("startup")
def connect():
    return None
