from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware.base import BaseHTTPMiddleware

from bazaar.dependencies import tenant
from bazaar.errors import OutOfStockError
from bazaar.routers import api
from bazaar.routers.live import live
from bazaar.routers.pages import pages
from bazaar.stock import Stock


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.state.stock = Stock(Path(__file__).parent / "data" / "stock.json")
    yield {"season": "winter"}


app = FastAPI(title="Bazaar", lifespan=lifespan, dependencies=[Depends(tenant)])
app.mount("/static", StaticFiles(directory=Path(__file__).parent / "data"), name="static")


@app.middleware("http")
async def mark(request: Request, call_next):
    response = await call_next(request)
    response.headers["X-Season"] = request.state.season
    return response


class Timing(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        response = await call_next(request)
        response.headers["X-Path"] = request.url.path
        return response


app.add_middleware(Timing)


@app.exception_handler(OutOfStockError)
async def out_of_stock(request: Request, error: OutOfStockError):
    return JSONResponse({"out": error.sku}, status_code=409)


@app.get("/health")
def health():
    return {"ok": True}


app.include_router(api.router, prefix="/api")
app.include_router(pages)
app.include_router(live)
