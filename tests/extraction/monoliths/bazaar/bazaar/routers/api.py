from fastapi import APIRouter

from . import baskets, goods

router = APIRouter()
router.include_router(goods.router, prefix="/goods", tags=["goods"])
router.include_router(baskets.router)
