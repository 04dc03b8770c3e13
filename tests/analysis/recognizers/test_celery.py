import pytest

from migrator.model.location import Location
from migrator.model.program import COMPUTED, Enqueue, EntryPoint, QueueTask, Schedule
from tests.analysis.programs import program_of, program_of_one, unresolved_of

PRELUDE = "from celery import Celery, shared_task\napp = Celery('shop')\n"


def spell(point: EntryPoint) -> str:
    match point.trigger:
        case QueueTask(name=name):
            return f"task {name} {point.handler} {point.location.line}"
        case Schedule(expression=expression, declared=declared, task=task):
            return f"schedule {task} {declared} {expression}".strip()
    return point.label


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "@shared_task\ndef send(): ...", ["task shop.send shop:send 4"], id="shared_task"
        ),
        pytest.param(
            "@shared_task()\ndef send(): ...", ["task shop.send shop:send 4"], id="called"
        ),
        pytest.param(
            "@shared_task(name='mail.send')\ndef send(): ...",
            ["task mail.send shop:send 4"],
            id="shared_task with a name",
        ),
        pytest.param(
            "@app.task\ndef send(): ...", ["task shop.send shop:send 4"], id="task of the app"
        ),
        pytest.param(
            "@app.task(name='mail.send', bind=True, max_retries=3)\ndef send(self): ...",
            ["task mail.send shop:send 4"],
            id="bound task",
        ),
        pytest.param(
            "@app.task(bind=True)\ndef send(self): ...",
            ["task shop.send shop:send 4"],
            id="bound task without a name",
        ),
        pytest.param(
            "import celery\n@celery.shared_task\ndef send(): ...",
            ["task shop.send shop:send 5"],
            id="module imported",
        ),
        pytest.param(
            "NAME = 'mail'\n@shared_task(name=f'{NAME}.send')\ndef send(): ...",
            ["task mail.send shop:send 5"],
            id="name put together",
        ),
        pytest.param(
            "from functools import wraps\ndef logged(f):\n    @wraps(f)\n    def inner(*a):\n"
            "        return f(*a)\n    return inner\n@shared_task\n@logged\ndef send(): ...",
            ["task shop.send shop:send 11"],
            id="decorated below",
        ),
        pytest.param(
            "def make_app():\n    return Celery('other')\nother = make_app()\n"
            "@other.task\ndef send(): ...",
            ["task shop.send shop:send 7"],
            id="app of a factory",
        ),
        pytest.param(
            "own = Celery[Task]('w')\n@own.task\ndef send(): ...",
            ["task shop.send shop:send 5"],
            id="application with a type parameter",
        ),
        pytest.param(
            "class Worker(Celery): ...\nown = Worker('w')\n@own.task\ndef send(): ...",
            ["task shop.send shop:send 6"],
            id="subclass of Celery",
        ),
        pytest.param(
            "class Mail:\n    @staticmethod\n    @app.task\n    def send(): ...",
            ["task shop.send shop:Mail.send 6"],
            id="method: Celery leaves the class out of the name",
        ),
        pytest.param(
            "@shared_task(name=f'{__name__}.mail')\ndef send(): ...",
            ["task shop.mail shop:send 4"],
            id="named after its module",
        ),
        pytest.param(
            "from functools import partial\njob = partial(shared_task, name='mail')\n"
            "@job()\ndef send(): ...",
            ["task mail shop:send 6"],
            id="partial decorator",
        ),
        pytest.param(
            "def job(**options):\n    def inner(f):\n        return app.task(**options)(f)\n"
            "    return inner\n@job(name='mail')\ndef send(): ...",
            ["task mail shop:send 8"],
            id="decorator of the project",
        ),
        pytest.param(
            "from functools import wraps\ndef job(f):\n    @wraps(f)\n    def inner(*a):\n"
            "        return f(*a)\n    return app.task(base=Task)(inner)\n"
            "@job\ndef send(): ...",
            ["task shop.send shop:send 10"],
            id="decorator of the project that wraps",
        ),
        pytest.param(
            "def send(): ...\nmail = app.task(send, name='mail')",
            ["task mail shop:send 3"],
            id="called with the function",
        ),
        pytest.param(
            "from django.db import transaction\ndef send(): ...\n"
            "mail = app.task(name='mail')(transaction.atomic(send))",
            ["task mail shop:send 4"],
            id="wrapped by another library",
        ),
        pytest.param(
            "from tenant_schemas_celery.app import CeleryApp\nown = CeleryApp()\n"
            "@own.task\ndef send(): ...",
            ["task shop.send shop:send 6"],
            id="application of another distribution",
        ),
        pytest.param(
            "from celery import Task\nclass Mail(Task):\n    name = 'mail'\n"
            "    def run(self): ...\napp.register_task(Mail())",
            ["task mail shop:Mail.run 6"],
            id="class",
        ),
        pytest.param(
            "class Base(app.Task):\n    def run(self): ...\nclass Mail(Base): ...\n"
            "app.tasks.register(Mail)",
            ["task shop.Mail shop:Base.run 4"],
            id="class without a name, run by its base",
        ),
        pytest.param(
            "from celery.task import PeriodicTask\nclass Mail(PeriodicTask):\n"
            "    run_every = 60\n    def run(self): ...",
            ["schedule shop.Mail 60 seconds rate(1 minute)", "task shop.Mail shop:Mail.run 6"],
            id="class that registers itself",
        ),
        pytest.param(
            "from celery.task import periodic_task\n@periodic_task(run_every=60)\ndef send(): ...",
            ["schedule shop.send 60 seconds rate(1 minute)", "task shop.send shop:send 5"],
            id="periodic_task",
        ),
        pytest.param(
            "class View:\n    def __init_subclass__(cls):\n        def work(self): ...\n"
            "        cls.work = app.task(name=cls.__module__ + '.' + cls.__name__)(work)\n"
            "class A(View): ...\nclass B(A): ...",
            [
                "task shop.A shop:View.__init_subclass__.work 5",
                "task shop.B shop:View.__init_subclass__.work 5",
            ],
            id="one for each subclass",
        ),
        pytest.param("@other\ndef send(): ...", [], id="another decorator"),
        pytest.param(
            "from celery import Task\nclass Base(Task):\n    def run(self): ...",
            [],
            id="class that nothing registers",
        ),
        pytest.param("def task(f): ...\n@task\ndef send(): ...", [], id="a task of the project"),
    ],
)
def test_recognizes_tasks(source: str, expected: list[str]) -> None:
    assert [spell(point) for point in program_of_one(PRELUDE + source).entry_points] == expected


def test_a_task_is_named_after_its_module() -> None:
    program = program_of(
        {
            "shop/__init__.py": "",
            "shop/worker.py": "from celery import Celery\napp = Celery('shop')",
            "shop/mail/__init__.py": "",
            "shop/mail/tasks.py": "from ..worker import app\n@app.task\ndef send(): ...",
        }
    )
    assert program.entry_points == (
        EntryPoint(
            QueueTask("shop.mail.tasks.send"),
            "shop.mail.tasks:send",
            Location("shop/mail/tasks.py", 3),
            "celery",
            "shop.mail.tasks.send",
        ),
    )


TASKS = "@shared_task\ndef send(to=None): ...\n"


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("send.delay(1)", id="delay"),
        pytest.param("send.apply_async((1,), countdown=3)", id="apply_async"),
        pytest.param("send.s(1)", id="signature"),
        pytest.param("send.si(1)", id="immutable signature"),
        pytest.param("send.signature((1,))", id="signature spelled out"),
        pytest.param("app.send_task('shop.send')", id="by name"),
        pytest.param("from celery import chain; chain(send.s(1), send.s())()", id="chain"),
        pytest.param("from celery import group; group(send.s(i) for i in [1])()", id="group"),
        pytest.param("task = send; task.delay()", id="under another name"),
        pytest.param("getattr(send, 'delay')()", id="by getattr"),
        pytest.param("send.s(1).set(queue='q').delay()", id="signature with options"),
    ],
)
def test_finds_who_enqueues(statement: str) -> None:
    source = f"{PRELUDE}{TASKS}def order():\n    {statement}\n"
    enqueued = {(found.task, found.function) for found in program_of_one(source).enqueues}
    assert enqueued == {("shop.send", "shop:order")}


def test_finds_who_enqueues_from_another_module() -> None:
    program = program_of(
        {
            "shop/__init__.py": "",
            "shop/tasks.py": PRELUDE + TASKS,
            "shop/views.py": """\
                from shop import tasks
                def order():
                    enqueue(tasks.send, 1)
                def enqueue(task, *args):
                    task.delay(*args)
                """,
        }
    )
    place = Location("shop/views.py", 5)
    assert program.enqueues == (
        Enqueue("shop.tasks.send", "shop.views:enqueue", place, "delay", (), (("0", "1"),)),
    )


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("send(1)", id="plain call runs it here"),
        pytest.param("queue.delay(1)", id="delay of something else"),
        pytest.param("def f(): ...\n    f.delay(1)", id="delay of what is no task"),
    ],
)
def test_ignores(statement: str) -> None:
    source = f"{PRELUDE}{TASKS}def order():\n    {statement}\n"
    assert program_of_one(source).enqueues == ()


BEAT = "{'nightly': {'task': 'shop.send', 'schedule': crontab(hour=3, minute=0)}}"
NIGHTLY = "schedule shop.send crontab(minute=0, hour=3) cron(0 3 * * ? *)"


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param(f"app.conf.beat_schedule = {BEAT}", id="attribute"),
        pytest.param(f"app.conf.CELERYBEAT_SCHEDULE = {BEAT}", id="old spelling"),
        pytest.param(f"app.conf.update(beat_schedule={BEAT})", id="update with keyword"),
        pytest.param(
            f"app.conf.update({{'beat_schedule': {BEAT}}})", id="update with a dictionary"
        ),
        pytest.param(f"app.conf['beat_schedule'] = {BEAT}", id="subscript"),
        pytest.param(f"BEAT = {BEAT}\napp.conf.beat_schedule = BEAT", id="module constant"),
        pytest.param(
            "app.conf.beat_schedule = {'nightly': {'task': send.name, "
            "'schedule': crontab(hour=3, minute=0)}}",
            id="task by its name attribute",
        ),
        pytest.param(
            "app.conf.beat_schedule = dict(nightly=dict(task='shop.send', "
            "schedule=crontab(hour=3, minute=0)))",
            id="made by dict",
        ),
    ],
)
def test_reads_the_beat_schedule(statement: str) -> None:
    source = f"{PRELUDE}from celery.schedules import crontab\n{TASKS}{statement}\n"
    program = program_of_one(source)
    assert [spell(point) for point in program.entry_points] == [
        NIGHTLY,
        "task shop.send shop:send 5",
    ]


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param(f"CELERY_BEAT_SCHEDULE = {BEAT}", id="setting of Django"),
        pytest.param(f"CELERYBEAT_SCHEDULE = {BEAT}", id="old setting"),
        pytest.param(f"WORKER_BEAT_SCHEDULE = {BEAT}", id="setting in another namespace"),
        pytest.param(f"beat_schedule = {BEAT}", id="module of settings"),
        pytest.param(f"class Celery:\n    beat_schedule = {BEAT}", id="class of settings"),
        pytest.param(f"CELERY = {{'beat_schedule': {BEAT}}}", id="dictionary of settings"),
        pytest.param(
            f"CELERY_BEAT_SCHEDULE = {{}}\nCELERY_BEAT_SCHEDULE.update({BEAT})",
            id="setting that is added to",
        ),
        pytest.param(
            f"app.conf.beat_schedule = B = {BEAT}\nCELERY_BEAT_SCHEDULE = B",
            id="the same one twice",
        ),
        pytest.param(f"app.conf.beat_schedule.update({BEAT})", id="update of the schedule"),
        pytest.param(
            "app.conf.beat_schedule['nightly'] = {'task': 'shop.send', "
            "'schedule': crontab(hour=3, minute=0)}",
            id="one key of the schedule",
        ),
        pytest.param(
            "app.add_periodic_task(crontab(hour=3, minute=0), send.s('a'), name='n')",
            id="add_periodic_task",
        ),
        pytest.param(
            "@app.on_after_configure.connect\ndef set_up(sender, **kw):\n"
            "    sender.add_periodic_task(crontab(hour=3, minute=0), send.si().set(queue='q'))",
            id="signal",
        ),
        pytest.param(
            "from django_celery_beat.models import CrontabSchedule, PeriodicTask\n"
            "PeriodicTask.objects.create(name='n', task='shop.send',\n"
            "    crontab=CrontabSchedule.objects.create(minute=0, hour=3))",
            id="row of django-celery-beat",
        ),
        pytest.param(
            "from celery import signature\n"
            "app.add_periodic_task(crontab(hour=3, minute=0), signature('shop.send'))",
            id="signature by name",
        ),
    ],
)
def test_reads_a_schedule_from(statement: str) -> None:
    source = f"{PRELUDE}from celery.schedules import crontab\n{TASKS}{statement}\n"
    program = program_of_one(source)
    assert ([spell(point) for point in program.entry_points], unresolved_of(program)) == (
        [NIGHTLY, "task shop.send shop:send 5"],
        [],
    )


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("BEAT_SCHEDULE_FILE = 'beat.db'", id="another setting"),
        pytest.param("CELERY_BEAT_SCHEDULE = {}", id="empty schedule"),
        pytest.param("jobs = {'beat_schedule': {'a': {'task': 'shop.send'}}}", id="no setting"),
    ],
)
def test_reads_no_schedule_from(statement: str) -> None:
    program = program_of_one(f"{PRELUDE}{TASKS}{statement}\n")
    assert ([spell(point) for point in program.entry_points], unresolved_of(program)) == (
        ["task shop.send shop:send 4"],
        [],
    )


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        pytest.param("crontab()", "crontab() cron(* * * * ? *)", id="every minute"),
        pytest.param(
            "crontab(minute='*/15')",
            "crontab(minute='*/15') cron(0/15 * * * ? *)",
            id="every fifteen minutes",
        ),
        pytest.param(
            "crontab(minute=30, hour='8-17')",
            "crontab(minute=30, hour='8-17') cron(30 8-17 * * ? *)",
            id="range of hours",
        ),
        pytest.param(
            "crontab(minute=0, hour='*/6')",
            "crontab(minute=0, hour='*/6') cron(0 0/6 * * ? *)",
            id="every six hours",
        ),
        pytest.param(
            "crontab(0, 0, day_of_month='1')",
            "crontab(minute=0, hour=0, day_of_month='1') cron(0 0 1 * ? *)",
            id="first of the month",
        ),
        pytest.param(
            "crontab(0, 0, day_of_month='1', month_of_year='*/3')",
            "crontab(minute=0, hour=0, day_of_month='1', month_of_year='*/3') cron(0 0 1 1/3 ? *)",
            id="every quarter",
        ),
        pytest.param(
            "crontab(0, 6, 'mon-fri')",
            "crontab(minute=0, hour=6, day_of_week='mon-fri') cron(0 6 ? * MON-FRI *)",
            id="weekdays by name",
        ),
        pytest.param(
            "crontab(0, 6, day_of_week=0)",
            "crontab(minute=0, hour=6, day_of_week=0) cron(0 6 ? * SUN *)",
            id="a number is spelled by name",
        ),
        pytest.param(
            "crontab(0, 6, day_of_week='1,6')",
            "crontab(minute=0, hour=6, day_of_week='1,6') cron(0 6 ? * MON,SAT *)",
            id="list of weekdays",
        ),
        pytest.param(
            "crontab(0, 6, day_of_week='monday')",
            "crontab(minute=0, hour=6, day_of_week='monday') cron(0 6 ? * MON *)",
            id="weekday spelled out",
        ),
        pytest.param(
            "crontab(0, 6, day_of_month='1', day_of_week='mon')",
            "crontab(minute=0, hour=6, day_of_week='mon', day_of_month='1')",
            id="both days: AWS has no equivalent",
        ),
        pytest.param(
            "crontab(0, 6, day_of_week='*/2')",
            "crontab(minute=0, hour=6, day_of_week='*/2') cron(0 6 ? * SUN,TUE,THU,SAT *)",
            id="every second weekday",
        ),
        pytest.param(
            "crontab('5,*/20', 6)",
            "crontab(minute='5,*/20', hour=6) cron(5,0,20,40 6 * * ? *)",
            id="steps in a list",
        ),
        pytest.param(
            "crontab(0, 6, day_of_week='5-1')",
            "crontab(minute=0, hour=6, day_of_week='5-1') cron(0 6 ? * FRI,SAT,SUN,MON *)",
            id="weekdays around the week's end",
        ),
        pytest.param(
            "crontab(0, 6, month_of_year='jan,jul')",
            "crontab(minute=0, hour=6, month_of_year='jan,jul') cron(0 6 * JAN,JUL ? *)",
            id="months by name",
        ),
        pytest.param(
            "crontab(minute=0, hour=[8, 20])",
            "crontab(minute=0, hour='8,20') cron(0 8,20 * * ? *)",
            id="list of hours",
        ),
        pytest.param(
            "crontab(minute=0, hour='8-18/2')",
            "crontab(minute=0, hour='8-18/2') cron(0 8,10,12,14,16,18 * * ? *)",
            id="steps in a range",
        ),
        pytest.param(
            "crontab(0, 6, day_of_week='nosuchday')",
            "crontab(minute=0, hour=6, day_of_week='nosuchday')",
            id="no weekday",
        ),
        pytest.param("crontab(minute=os.environ['M'])", "crontab(minute=…)", id="computed field"),
        pytest.param("30", "30 seconds", id="seconds below a minute: no equivalent"),
        pytest.param("60", "60 seconds rate(1 minute)", id="one minute"),
        pytest.param("300.0", "300.0 seconds rate(5 minutes)", id="seconds as float"),
        pytest.param("90", "90 seconds", id="no whole minutes: no equivalent"),
        pytest.param("5 * 60", "300 seconds rate(5 minutes)", id="product"),
        pytest.param("timedelta(minutes=5)", "timedelta(minutes=5) rate(5 minutes)", id="minutes"),
        pytest.param(
            "timedelta(hours=1, minutes=30)",
            "timedelta(hours=1, minutes=30) rate(90 minutes)",
            id="hours and minutes",
        ),
        pytest.param("timedelta(days=1)", "timedelta(days=1) rate(1440 minutes)", id="a day"),
        pytest.param(
            "timedelta(1)", "timedelta(days=1) rate(1440 minutes)", id="days by position"
        ),
        pytest.param(
            "timedelta(seconds=5)", "timedelta(seconds=5)", id="five seconds: no equivalent"
        ),
        pytest.param("schedule(60)", "60 seconds rate(1 minute)", id="schedule object"),
        pytest.param(
            "solar('sunset', -37.8, 144.9)", "computed", id="sunset: AWS has no equivalent"
        ),
        pytest.param("Weekly()", "Weekly()", id="a clock of the project"),
        pytest.param("timedelta(hours=load())", "timedelta(hours=…)", id="computed time"),
        pytest.param(
            "IntervalSchedule.objects.create(every=2, period=IntervalSchedule.HOURS)",
            "2 hours rate(120 minutes)",
            id="row of django-celery-beat",
        ),
    ],
)
def test_converts_schedules(clock: str, expected: str) -> None:
    source = (
        f"{PRELUDE}import os\nfrom datetime import timedelta\n"
        f"from celery.schedules import crontab, schedule, solar\n{TASKS}"
        "from django_celery_beat.models import IntervalSchedule\nclass Weekly(schedule): ...\n"
        f"app.conf.beat_schedule = {{'s': {{'task': 'shop.send', 'schedule': {clock}}}}}\n"
    )
    schedules = [
        f"{point.trigger.declared} {point.trigger.expression}".strip()
        for point in program_of_one(source).entry_points
        if isinstance(point.trigger, Schedule)
    ]
    assert schedules == [expected]


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param(
            "app.conf.beat_schedule = {'s': {'task': 'gone', 'schedule': 60}}", id="no such task"
        ),
        pytest.param(
            "BEAT_SCHEDULE = {'s': {'task': 'shop.send', 'schedule': load()}}", id="no clock"
        ),
        pytest.param("BEAT_SCHEDULE = {'s': load()}", id="computed line"),
        pytest.param("app.add_periodic_task(60, load())", id="computed signature"),
    ],
)
def test_says_which_schedule_it_cannot_read(statement: str) -> None:
    program = program_of_one(f"{PRELUDE}{statement}\n")
    assert (program.entry_points, unresolved_of(program)) == (
        (),
        ["shop.py:3 Celery schedule of a task that is not known"],
    )


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        pytest.param("{'s': {'task': 'shop.send', 'schedule': 60}}", "", id="none"),
        pytest.param(
            "{'s': {'task': 'shop.send', 'schedule': 6, 'args': (1, [None]), 'kwargs': {'a': 2}}}",
            '[[1, [null]], {"a": 2}]',
            id="both",
        ),
        pytest.param(
            "{'s': {'task': 'shop.send', 'schedule': 60, 'args': (os.environ['X'],)}}",
            COMPUTED,
            id="computed",
        ),
    ],
)
def test_reads_arguments_of_schedules(statement: str, expected: str) -> None:
    source = f"import os\n{PRELUDE}{TASKS}app.conf.beat_schedule = {statement}\n"
    assert arguments_of(source) == [expected]


@pytest.mark.parametrize(
    ("signature", "expected"),
    [
        ("send.s(1, a=2)", '[[1], {"a": 2}]'),
        ("send.s()", ""),
        ("send, args=(1,)", "[[1], {}]"),
        ("send.s(x)", COMPUTED),
        ("send.s(1).set(queue='a')", "[[1], {}]"),
        ("send.clone((1,))", COMPUTED),
        ("send.s(1) | send.s()", COMPUTED),
        ("send.signature(args=(1,))", "[[1], {}]"),
        ("send.signature((1,), {'a': 2})", '[[1], {"a": 2}]'),
        ("app.signature('shop.send', (1,))", "[[1], {}]"),
        ("app.signature('shop.send', args=(1,))", "[[1], {}]"),
        ("send, (1,), {'a': 2}", '[[1], {"a": 2}]'),
    ],
)
def test_reads_arguments_of_added_schedules(signature: str, expected: str) -> None:
    source = (
        f"{PRELUDE}{TASKS}@app.on_after_configure.connect\n"
        f"def add(sender, x, **kw):\n    sender.add_periodic_task(60.0, {signature})\n"
    )
    assert arguments_of(source) == [expected]


def arguments_of(source: str) -> list[str]:
    triggers = [point.trigger for point in program_of_one(source).entry_points]
    return [trigger.arguments for trigger in triggers if isinstance(trigger, Schedule)]


@pytest.mark.parametrize(
    ("decorator", "seconds"),
    [
        ("@shared_task", 0),
        ("@shared_task(time_limit=1800)", 1800),
        ("@app.task(soft_time_limit=60, time_limit=90)", 90),
        ("@app.task(time_limit=None)", 0),
    ],
)
def test_reads_time_limits(decorator: str, seconds: int) -> None:
    (point,) = program_of_one(f"{PRELUDE}{decorator}\ndef send(): ...").entry_points
    assert point.trigger == QueueTask("shop.send", seconds)


def test_a_computed_task_name_is_unresolved() -> None:
    source = f"{PRELUDE}import os\n@shared_task(name=os.environ['N'])\ndef send(): ...\n"
    assert unresolved_of(program_of_one(source)) == ["shop.py:4 Celery task with a computed name"]


def test_a_task_of_something_unknown_is_unresolved() -> None:
    source = f"{PRELUDE}class Mail: ...\napp.task(Mail())\n"
    assert unresolved_of(program_of_one(source)) == [
        "shop.py:4 Celery task of a function that is not known"
    ]


def test_tasks_and_schedules_that_a_pyramid_application_scans() -> None:
    source = """\
        import venusian
        from celery import Celery
        from pyramid.config import Configurator
        def task(**options):
            def deco(wrapped):
                def add(scanner, name, wrapped):
                    app = scanner.config.registry["celery.app"]
                    app.task(**options)(wrapped)
                venusian.attach(wrapped, add, category="shop")
                return wrapped
            return deco
        @task(ignore_result=True)
        def send(): ...
        def _task(config, function):
            return config.registry["celery.app"].tasks[function.__name__]
        def _schedule(config, seconds, function):
            def add():
                app = config.registry["celery.app"]
                app.add_periodic_task(seconds, config.task(function).s())
            config.action(None, add, order=100)
        config = Configurator()
        config.registry["celery.app"] = Celery("shop")
        config.add_directive("task", _task)
        config.add_directive("schedule", _schedule)
        config.schedule(60, send)
        config.scan("shop", categories=["shop"])
        """
    program = program_of_one(source)

    assert ([spell(point) for point in program.entry_points], unresolved_of(program)) == (
        ["schedule shop.send 60 seconds rate(1 minute)", "task shop.send shop:send 13"],
        [],
    )
