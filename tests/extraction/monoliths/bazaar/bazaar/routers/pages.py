import httpx
from fastapi import APIRouter
from fastapi.responses import HTMLResponse

pages = APIRouter()


@pages.get("/", response_class=HTMLResponse)
async def home():
    return httpx.__name__


@pages.get("/files/{rest:path}")
async def file(rest: str):
    return rest
