"""Cases of time/in-process-scheduler."""

import sched

# finding: time/in-process-scheduler
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

app = Flask(__name__)

BackgroundScheduler().start()


@app.get("/")
def index():
    # ok: time/in-process-scheduler
    return str(sched.scheduler())
