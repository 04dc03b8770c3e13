from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse
from pydantic import BaseModel

from bazaar.dependencies import page_size
from bazaar.errors import OutOfStockError

router = APIRouter()


class Good(BaseModel):
    sku: str
    price: float = 1.0


@router.get("/", response_model=list[Good])
def listed(request: Request, size: int = Depends(page_size)):
    return [Good(sku=sku) for sku in request.app.state.stock.skus[:size]]


@router.post("/", status_code=201)
def added(good: Good, request: Request):
    return {"url": str(request.url_for("shown", sku=good.sku))}


@router.get("/{sku}/links")
def links(sku: str, request: Request, response: Response):
    response.set_cookie("a", "1")
    response.set_cookie("b", "2")
    return {
        "basket": request.app.url_path_for("basket", number=3),
        "file": str(request.url_for("file", rest="a/b.txt")),
        "home": str(request.url_for("home")),
        "static": str(request.url_for("static", path="/stock.json")),
        "season": request.state.season,
    }


@router.get("/old")
def old():
    return RedirectResponse("/api/goods/")


@router.get("/csv")
def csv():
    return StreamingResponse(iter(["sku\n", "a\n"]), media_type="text/csv")


@router.get("/{sku}")
def shown(sku: str, request: Request):
    if sku not in request.app.state.stock.skus:
        raise OutOfStockError(sku)
    return Good(sku=sku)


@router.get("/{sku}/pictures/{name:path}")
def picture(sku: str, name: str):
    return Response(b"\x89PNG" + name.encode(), media_type="image/png")
