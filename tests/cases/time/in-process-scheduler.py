"""Cases of time/in-process-scheduler."""

import sched

# ok: time/in-process-scheduler
from apscheduler.schedulers.background import BackgroundScheduler

# ok: time/in-process-scheduler
from apscheduler.triggers.cron import CronTrigger
from flask import Flask

app = Flask(__name__)

# finding: time/in-process-scheduler
scheduler = BackgroundScheduler()
scheduler.start()


@app.get("/")
def index():
    # ok: time/in-process-scheduler
    return str(sched.scheduler()) + str(CronTrigger.from_crontab("0 3 * * *"))
