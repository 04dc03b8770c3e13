from fastapi import Header, HTTPException, Query


def tenant(x_tenant: str = Header("main")):
    if x_tenant == "nobody":
        raise HTTPException(403, "no tenant")
    return x_tenant


def page_size(size: int = Query(2, le=3)):
    return size
