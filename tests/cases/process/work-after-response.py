"""Cases of process/work-after-response."""

from fastapi import BackgroundTasks, FastAPI
from starlette.background import BackgroundTask
from starlette.responses import JSONResponse

app = FastAPI()


def send():
    return None


@app.post("/orders")
# finding: process/work-after-response
def create(tasks: BackgroundTasks):
    tasks.add_task(send)
    return {}


@app.get("/orders")
def orders():
    # finding: process/work-after-response
    return JSONResponse([], background=BackgroundTask(send))


@app.get("/customers")
# ok: process/work-after-response
def customers(limit: int = 10):
    return []
