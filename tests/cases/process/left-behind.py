"""Cases of process/left-behind."""

import asyncio
import multiprocessing
import subprocess
import sys
import threading

from flask import Flask

app = Flask(__name__)


def rebuild():
    return None


@app.post("/import")
def load():
    # finding: process/left-behind
    subprocess.Popen([sys.executable, "manage.py", "import"])
    # finding: process/left-behind
    multiprocessing.Process(target=rebuild).start()
    return "started"


@app.post("/export")
def export():
    # ok: process/left-behind
    process = subprocess.Popen([sys.executable, "manage.py", "export"], stdout=subprocess.PIPE)
    out, _ = process.communicate()
    # ok: process/left-behind
    subprocess.run([sys.executable, "manage.py", "clean"], check=True)
    return out


@app.post("/rebuild")
def rebuild_now():
    # ok: process/left-behind
    process = multiprocessing.Process(target=rebuild)
    process.start()
    process.join()
    return "done"


@app.post("/compare")
async def compare():
    # ok: process/left-behind
    process = multiprocessing.get_context("spawn").Process(target=rebuild)
    process.start()
    await asyncio.to_thread(process.join, 5)
    if process.is_alive():
        process.kill()
    return "done"


@app.post("/count")
async def count():
    # ok: process/left-behind
    process = multiprocessing.Process(target=rebuild)
    process.start()
    await asyncio.get_running_loop().run_in_executor(None, process.join)
    return "done"


@app.post("/watch")
def watch():
    # finding: process/left-behind
    process = multiprocessing.Process(target=rebuild)
    process.start()
    threading.Thread(target=process.join).start()
    return "started"
