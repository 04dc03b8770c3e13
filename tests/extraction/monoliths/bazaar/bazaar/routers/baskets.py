from fastapi import APIRouter

from bazaar.accounting import total

router = APIRouter(prefix="/baskets")


@router.get("/{number:int}", name="basket")
def show(number: int):
    return {"total": total(number)}
