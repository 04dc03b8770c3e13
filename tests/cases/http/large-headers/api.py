"""Cases of http/large-headers: Starlette."""

from fastapi import FastAPI

# ok: http/large-headers
from starlette.middleware.gzip import GZipMiddleware

# finding: http/large-headers
from starlette.middleware.sessions import SessionMiddleware

api = FastAPI()
api.add_middleware(SessionMiddleware, secret_key="example")
api.add_middleware(GZipMiddleware)
