"""What the rules find in examples/monolith: every trouble that was put there, at its line."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from migrator.model.findings import Category
from migrator.model.report import Analysis
from migrator.resources import RULES
from migrator.rules.load import load_rules
from migrator.usecases.analyze import assess
from migrator.usecases.program import build_program
from tests.monolith import MONOLITH

MANDATORY = Path(__file__).parent / "example_mandatory.txt"

# By what the example was made to have; rule, and the line with the trouble in it.
TROUBLES: Mapping[str, tuple[str, ...]] = {
    "authentication before each request": (
        "http/request-hook clinic/auth/hooks.py: def load_current_user():",
    ),
    "a signed session cookie": ("identity/signing-secret clinic/config.py: SECRET_KEY = ",),
    "error handlers": (
        "http/error-handler clinic/app.py: app.register_error_handler(ClinicError",
        "http/error-handler clinic/documents/views.py: @documents_bp.errorhandler(413)",
    ),
    "templates": ("files/templates clinic/patients/views.py: return render_template(",),
    "an upload": (
        'files/upload clinic/documents/views.py: files = request.files.getlist("file")',
    ),
    "downloads and binary answers": (
        'files/large-response clinic/billing/views.py: response.headers["Content-Type"] = ',
        "files/large-response clinic/documents/views.py: return send_file(path",
        "files/large-response clinic/documents/views.py: response = send_from_directory(",
        "files/large-response clinic/patients/views.py: response = send_file(",
        "files/large-response clinic/reports/views.py: return send_from_directory(",
    ),
    "raw SQL": (
        "data/sql-across clinic/billing/service.py: AGING_SQL = ",
        "data/sql-across clinic/lab/core.py: LIST_SQL = (",
        "data/sql-across clinic/lab/core.py: row = raw(",
    ),
    "foreign keys across areas": (
        "data/foreign-key-across clinic/billing/models.py: patient_id = Column(",
        "data/foreign-key-across clinic/lab/models.py: patient_id = Column(",
        "data/foreign-key-across clinic/notifications/models.py: user_id: Mapped[",
    ),
    "transactions that span areas": (
        "data/transaction-across clinic/billing/service.py: Session.commit()",
        "data/transaction-across clinic/appointments/services.py: Session.commit()",
    ),
    "an import that hides a circle": (
        "package/hidden-import clinic/notifications/templates.py: from clinic.documents.service",
    ),
    "caches at module level": (
        "state/process-cache clinic/documents/thumbnails.py: THUMBNAILS = {}",
        "state/process-cache clinic/utils.py: _SETTINGS = {}",
        "state/process-cache clinic/reports/views.py: _CACHE = {}",
        "state/unbounded-cache clinic/lab/ranges.py: @lru_cache(maxsize=None)",
    ),
    "a counter in a global": (
        "state/module-level-mutable clinic/reports/views.py: REQUEST_COUNT = 0",
    ),
    "state that requests share": (
        "state/module-level-mutable clinic/auth/services.py: FAILED_LOGINS = {}",
        "state/module-level-mutable clinic/notifications/senders.py: PENDING: list[int] = []",
    ),
    "a thread started in a request": (
        "process/thread-in-request clinic/notifications/routes.py: thread = threading.Thread(",
    ),
    "writes to the local disk": (
        'files/local-disk-write clinic/documents/storage.py: with open(temp, "wb") as fh:',
        "files/local-disk-write clinic/documents/storage.py: os.replace(temp, target)",
        'files/local-disk-write clinic/reports/export.py: os.replace(path + ".part", path)',
        'files/write-to-computed-path clinic/reports/export.py: with open(path + ".part"',
    ),
    "a generous pool of connections": ("data/lazy-pool clinic/db.py: engine = create_engine(",),
    "requests without time-outs": (
        "network/call-without-timeout clinic/billing/insurance.py: response = requests.post(",
        "network/call-without-timeout clinic/billing/insurance.py: response = requests.get(",
        "network/call-without-timeout clinic/lab/lims.py: answer = requests.get(",
    ),
    "AWS": (
        "aws/unbound-resource clinic/documents/storage.py: s3_client().put_object(",
        'aws/unbound-resource clinic/notifications/senders.py: _client("sqs").send_message(',
    ),
    "tasks that try again, wait, and follow each other": (
        "queue/retry clinic/billing/tasks.py: raise self.retry(",
        "queue/long-delay clinic/notifications/tasks.py: remind.apply_async(",
        "queue/canvas clinic/documents/tasks.py: chain(verify_checksum.s(",
        "queue/canvas clinic/reports/tasks.py: chain(write_export.s(",
        "time/worker-limit clinic/celery_app.py: celery.conf.update(",
    ),
    "a schedule": ('queue/schedule clinic/celery_app.py: "schedule": crontab(hour=2, minute=30)',),
    "server-sent events": (
        "http/server-sent-events clinic/notifications/routes.py: return Response(stream_with_",
        "time/sleep clinic/notifications/routes.py: time.sleep(STREAM_PAUSE)",
    ),
    "a long answer, streamed": (
        "http/streaming-response clinic/lab/views.py: stream_with_context(lines())",
    ),
    "logging": ("observability/basicconfig-noop clinic/app.py: logging.basicConfig(",),
    "repeated query parameters": (
        'http/repeated-query clinic/documents/views.py: tags = request.args.getlist("tag")',
    ),
    "two Set-Cookie headers": (
        'http/several-cookies clinic/documents/views.py: response.set_cookie("share"',
    ),
}


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return assess(build_program(MONOLITH), load_rules(RULES))


@pytest.mark.parametrize("trouble", TROUBLES)
def test_every_trouble_is_found(analysis: Analysis, trouble: str) -> None:
    lines = {
        f"{one.rule} {one.location.file}: {_line(one.location.file, one.location.line)}"
        for one in analysis.findings
    }
    missing = [
        wanted
        for wanted in TROUBLES[trouble]
        if not any(line.startswith(wanted) for line in lines)
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("rule", "message", "labels"),
    [
        pytest.param(
            "package/hidden-import",
            "`clinic.notifications.templates:render` imports `clinic.documents.service` inside",
            {
                "GET /notifications/templates/{name}",
                "POST /documents/",
                "POST /documents/{document_id}/share",
                "task clinic.billing.tasks.send_invoice",
            },
            id="an import that hides a circle",
        ),
        pytest.param(
            "files/large-response",
            "`clinic.billing.views:invoice_pdf` answers with a file",
            {"GET /billing/invoices/{invoice_id}.pdf"},
            id="a file by its header",
        ),
        pytest.param(
            "data/transaction-across",
            "`clinic.billing.service:record_payment` writes tables of billing, notifications",
            {"POST /billing/invoices/{invoice_id}/payments", "GET /billing/claims/{claim_id}"},
            id="a transaction that a called function leaves open",
        ),
    ],
)
def test_a_trouble_names_who_is_touched(
    analysis: Analysis, rule: str, message: str, labels: set[str]
) -> None:
    (found,) = (
        one for one in analysis.findings if one.rule == rule and one.message.startswith(message)
    )
    assert labels <= {*found.entry_points}


def test_what_is_mandatory_is_that_and_nothing_else(analysis: Analysis) -> None:
    """Each of them was read in the source; a new one has to be read as well."""
    found = [one for one in analysis.findings if one.category is Category.MANDATORY]
    blocks = (
        "\n".join((f"{one.rule} {one.location}", *(f"    {label}" for label in one.entry_points)))
        for one in sorted(found, key=lambda one: (one.rule, one.location))
    )
    assert "\n".join(blocks) + "\n" == MANDATORY.read_text("utf-8")


def test_a_critical_lab_result_waits_in_the_list_of_this_process(analysis: Analysis) -> None:
    (pending,) = (
        one
        for one in analysis.findings
        if (one.rule, one.location.file)
        == ("state/module-level-mutable", "clinic/notifications/senders.py")
    )
    assert "POST /lab/orders/{order_id}/results" in pending.entry_points


def _line(file: str, number: int) -> str:
    return (MONOLITH / file).read_text("utf-8").splitlines()[number - 1].strip()
