"""Cases of process/work-after-response."""

import asyncio
import contextlib
import logging
import os
import shutil
from pathlib import Path
from typing import Annotated

from fastapi import BackgroundTasks, Depends, FastAPI
from flask import Flask, Response
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, JSONResponse

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


def remind(tasks: BackgroundTasks):
    tasks.add_task(send)


@app.post("/reminders")
# finding: process/work-after-response
def reminders(tasks: BackgroundTasks):
    remind(tasks)
    return {}


Later = Annotated[BackgroundTasks, "what is sent after the answer"]


@app.post("/invoices")
# finding: process/work-after-response
def invoices(tasks: Annotated[BackgroundTasks, "what is sent after the answer"]):
    tasks.add_task(send)
    return {}


@app.post("/bills")
# finding: process/work-after-response
def bills(tasks: Later):
    tasks.add_task(send)
    return {}


@app.post("/quotes")
# finding: process/work-after-response
def quotes(tasks: "BackgroundTasks"):
    tasks.add_task(send)
    return {}


# finding: process/work-after-response
def audited(tasks: BackgroundTasks):
    tasks.add_task(send)


class Mailer:
    # finding: process/work-after-response
    def __init__(self, tasks: BackgroundTasks):
        self.tasks = tasks

    def mail(self):
        self.tasks.add_task(send)


@app.get("/accounts", dependencies=[Depends(audited)])
def accounts():
    return []


@app.get("/letters")
def letters(mailer: Annotated[Mailer, Depends()]):
    mailer.mail()
    return []


@app.post("/timeline")
# ok: process/work-after-response
def timeline(tasks: BackgroundTasks):
    send()
    return {}


@app.get("/report")
# ok: process/work-after-response
def report(tasks: BackgroundTasks):
    tasks.add_task(os.remove, "report.pdf")
    return FileResponse("report.pdf")


@app.get("/archive")
def archive():
    # ok: process/work-after-response
    return FileResponse("archive.zip", background=BackgroundTask(os.remove, "archive.zip"))


@app.get("/sheet")
def sheet():
    path = Path("sheets") / "sheet.csv"
    # ok: process/work-after-response
    return FileResponse(path, background=BackgroundTask(path.unlink, missing_ok=True))


@app.get("/copy")
def copy():
    file = open("copy.zip", "rb")
    # ok: process/work-after-response
    return FileResponse("copy.zip", background=BackgroundTask(file.close))


@contextlib.contextmanager
def scratch(name):
    if name:
        yield Path(name)
    else:
        yield Path("scratch")


@app.get("/zip")
def zipped(name: str = ""):
    with scratch(name) as path:
        # ok: process/work-after-response
        return FileResponse(path, background=BackgroundTask(path.unlink, missing_ok=True))


def note_and_send():
    logging.info("sending")
    send()


@app.get("/note")
def note():
    # finding: process/work-after-response
    return JSONResponse([], background=BackgroundTask(note_and_send))


turns = asyncio.Semaphore(2)


def next_one():
    turns.release()


def queued():
    # ok: process/work-after-response
    tasks = BackgroundTasks()
    tasks.add_task(lambda: next_one())
    return tasks


@app.get("/page")
def page():
    return JSONResponse([], background=queued())


def forget(path):
    if os.path.exists(path):
        try:
            shutil.rmtree(path)
        except OSError:
            logging.warning("%s is still there", path)


def forget_all(paths, journal):
    forget(paths)
    journal.add(paths)


@app.get("/bundle")
# ok: process/work-after-response
def bundle(tasks: BackgroundTasks):
    tasks.add_task(forget, "bundle")
    return FileResponse("bundle/all.zip")


@app.get("/bundles")
# finding: process/work-after-response
def bundles(tasks: BackgroundTasks):
    tasks.add_task(forget_all, "bundles", orders)
    return FileResponse("bundles/all.zip")


@app.get("/label")
def label():
    # finding: process/work-after-response
    tasks = BackgroundTasks()
    tasks.add_task(send)
    return JSONResponse([], background=tasks)


site = Flask(__name__)


class Listener:
    def stop(self):
        return None


@site.get("/events")
def events():
    listener = Listener()

    def on_close():
        logging.debug("closing")
        listener.stop()

    response = Response("")
    # ok: process/work-after-response
    response.call_on_close(on_close)
    # finding: process/work-after-response
    response.call_on_close(send)
    return response
