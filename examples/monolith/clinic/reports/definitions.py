"""The reports. A class registers itself under its name; views, exports and the
monthly job look it up in REPORTS."""
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta

from clinic.billing.money import format_cents
from clinic.db import Session, engine, raw
from clinic.errors import ClinicError, NotFound
from clinic.reports import stats
from clinic.utils import parse_date

REPORTS = {}


def report(name):
    def register(cls):
        cls.name = name
        REPORTS[name] = cls
        return cls
    return register


def build(name, params=None):
    cls = REPORTS.get(name)
    if cls is None:
        raise NotFound("no report %s" % name)
    return cls(params or {}).result()


class Report:
    name = None
    title = ""
    columns = ()
    parameters = ()

    def __init__(self, params):
        self.params = {k: v for k, v in params.items() if k in self.parameters}

    def day(self, key, default=None):
        try:
            return parse_date(self.params.get(key)) or default
        except ValueError:
            raise ClinicError("%s is not a date" % key, 422)

    def rows(self):
        raise NotImplementedError

    def summary(self, rows):
        return {}

    def result(self):
        rows = [list(r) for r in self.rows()]
        return {"name": self.name, "title": self.title, "columns": list(self.columns),
                "rows": rows, "summary": self.summary(rows)}


@report("stages")
class StageDistribution(Report):
    title = "Diagnoses by ICD-10 group and stage"
    columns = ("icd10", "stage", "patients")
    parameters = ("icd10",)

    def rows(self):
        from clinic.patients.models import Diagnosis

        query = Session.query(Diagnosis.icd10, Diagnosis.stage, Diagnosis.patient_id)
        if self.params.get("icd10"):
            query = query.filter(Diagnosis.icd10.like(self.params["icd10"].upper() + "%"))
        patients = defaultdict(set)
        for icd10, stage, patient_id in query:
            # C50.4 -> C50, IIIA -> III
            main = (stage or "").rstrip("ABCabc123") or "unknown"
            patients[(icd10.split(".")[0], main)].add(patient_id)
        return [(icd, stage, len(ids)) for (icd, stage), ids in sorted(patients.items())]

    def summary(self, rows):
        total = Counter()
        for _, stage, count in rows:
            total[stage] += count
        whole = sum(total.values())
        return {stage: stats.rate(n, whole) for stage, n in sorted(total.items())}


@report("survival")
class Survival(Report):
    """Kaplan-Meier. The date of death is in the cancer registry only, here an
    archived patient counts as event and the last visit as end of observation."""
    title = "Survival by months since diagnosis"
    columns = ("days", "at_risk", "events", "survival")
    parameters = ("icd10", "until")

    def observations(self):
        from clinic.appointments.models import Appointment
        from clinic.patients.models import Diagnosis, Patient

        until = self.day("until", date.today())
        last = {}
        for patient_id, starts_at in Session.query(Appointment.patient_id,
                                                   Appointment.starts_at):
            if starts_at.date() <= until:
                last[patient_id] = max(last.get(patient_id, starts_at), starts_at)
        first = {}
        query = Session.query(Diagnosis.patient_id, Diagnosis.diagnosed_on, Patient.archived)
        query = query.join(Patient, Patient.id == Diagnosis.patient_id)
        if self.params.get("icd10"):
            query = query.filter(Diagnosis.icd10.like(self.params["icd10"].upper() + "%"))
        for patient_id, diagnosed_on, archived in query:
            if patient_id not in first or diagnosed_on < first[patient_id][0]:
                first[patient_id] = (diagnosed_on, bool(archived))
        for patient_id, (start, archived) in first.items():
            end = last[patient_id].date() if patient_id in last else start
            yield max(0, (end - start).days), archived

    def rows(self):
        self.seen = list(self.observations())
        return stats.kaplan_meier(self.seen)

    def summary(self, rows):
        days = [d for d, _ in self.seen]
        return {"patients": len(days), "median_follow_up_days": stats.median(days),
                "median_survival_days": stats.median_survival(rows)}


@report("no-shows")
class NoShows(Report):
    title = "Missed appointments by kind"
    columns = ("kind", "appointments", "missed", "cancelled", "rate")
    parameters = ("as_of", "from")

    def rows(self):
        from clinic.appointments.models import Appointment

        as_of = self.day("as_of", date.today())
        # an appointment of today may still happen
        end = datetime(as_of.year, as_of.month, as_of.day)
        query = Session.query(Appointment).filter(Appointment.starts_at < end)
        start = self.day("from")
        if start:
            query = query.filter(Appointment.starts_at >= datetime.combine(start,
                                                                           datetime.min.time()))
        kinds = defaultdict(Counter)
        for appointment in query:
            kinds[appointment.kind][appointment.status] += 1
        for kind in sorted(kinds):
            counts = kinds[kind]
            whole = sum(counts.values())
            yield (kind, whole, counts["booked"], counts["cancelled"],
                   stats.rate(counts["booked"], whole - counts["cancelled"]))

    def summary(self, rows):
        missed = sum(r[2] for r in rows)
        whole = sum(r[1] - r[3] for r in rows)
        return {"missed": missed, "rate": stats.rate(missed, whole),
                "interval": list(stats.wilson(missed, whole))}


REVENUE_SQL = """
SELECT {month} AS month, COUNT(*) AS invoices, SUM(i.total_cents) AS billed,
       SUM(COALESCE((SELECT SUM(p.cents) FROM payment p WHERE p.invoice_id = i.id), 0)) AS paid
  FROM invoice i
 WHERE i.status IN ('issued', 'paid')
   AND i.issued_on >= :first AND i.issued_on < :last
 GROUP BY 1
 ORDER BY 1
"""


def month_of(column):
    if engine.dialect.name == "sqlite":
        return "strftime('%%Y-%%m', %s)" % column
    return "to_char(%s, 'YYYY-MM')" % column


@report("revenue")
class Revenue(Report):
    title = "Revenue per month of issue"
    columns = ("month", "invoices", "billed_cents", "paid_cents", "billed")
    parameters = ("year",)

    def rows(self):
        try:
            year = int(self.params.get("year") or date.today().year)
        except ValueError:
            raise ClinicError("year is not a number", 422)
        sql = REVENUE_SQL.format(month=month_of("i.issued_on"))
        for row in raw(sql, first="%d-01-01" % year, last="%d-01-01" % (year + 1)):
            yield (row.month, row.invoices, int(row.billed), int(row.paid),
                   format_cents(int(row.billed)))

    def summary(self, rows):
        billed = sum(r[2] for r in rows)
        paid = sum(r[3] for r in rows)
        return {"billed_cents": billed, "paid_cents": paid, "paid_rate": stats.rate(paid, billed)}


@report("turnaround")
class LabTurnaround(Report):
    title = "Hours from lab order to result"
    columns = ("panel", "orders", "median_hours", "p90_hours")

    def rows(self):
        from clinic.lab.models import LabOrder, LabResult

        hours = defaultdict(dict)
        query = (Session.query(LabOrder.panel, LabOrder.id, LabOrder.created_at,
                               LabResult.reported_at)
                 .join(LabResult, LabResult.order_id == LabOrder.id))
        for panel, order_id, created_at, reported_at in query:
            if reported_at is None:
                continue
            taken = (reported_at - created_at) / timedelta(hours=1)
            # an order is ready with its last result
            hours[panel][order_id] = max(taken, hours[panel].get(order_id, 0))
        self.all_hours = [h for orders in hours.values() for h in orders.values()]
        for panel in sorted(hours):
            values = list(hours[panel].values())
            yield (panel, len(values), round(stats.median(values), 1),
                   round(stats.percentile(values, 90), 1))

    def summary(self, rows):
        return {label: n for label, n in stats.histogram(self.all_hours, [4, 24, 72])}


# Bed occupancy went to the hospital's own system with the wards (2021).
class BedOccupancy(Report):
    title = "Occupied beds"
    columns = ("day", "beds")

    def rows(self):
        return [(r.day, r.beds) for r in raw(
            "SELECT day, SUM(occupied) AS beds FROM ward_census GROUP BY day ORDER BY day")]
