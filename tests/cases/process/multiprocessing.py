"""Cases of process/multiprocessing."""

import multiprocessing

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    # finding: process/multiprocessing
    with multiprocessing.Pool() as pool:
        pool.map(len, ["a"])
    # finding: process/multiprocessing
    with ProcessPoolExecutor() as executor:
        executor.submit(len, "a")
    # finding: process/multiprocessing
    total = multiprocessing.Value("i", 0)
    # ok: process/multiprocessing
    with ThreadPoolExecutor() as threads:
        threads.submit(len, "a")
    # ok: process/multiprocessing
    return str(multiprocessing.cpu_count()) + str(total)
