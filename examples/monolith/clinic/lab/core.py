# -*- coding: utf-8 -*-
"""Orders and results."""
from clinic.auth.services import audit
from clinic.db import Session, raw
from clinic.errors import ClinicError, Conflict, NotFound, ValidationError
from clinic.lab import ranges
from clinic.lab.models import LabOrder, LabResult
from clinic.patients.models import Patient
from clinic.utils import utcnow

# Columns of the list views, selected by hand because the ORM list took
# several seconds in 2019 (one query for every patient and physician).
LIST_SQL = (
    "SELECT o.id, o.patient_id, p.mrn, p.last_name, p.first_name, o.panel, o.status, "
    "o.created_at, u.name AS ordered_by, "
    "(SELECT count(*) FROM lab_result r WHERE r.order_id = o.id AND r.flag <> '') AS flagged "
    "FROM lab_order o JOIN patient p ON p.id = o.patient_id "
    'JOIN "user" u ON u.id = o.ordered_by_id'
)


def list_orders(status=None, patient_id=None, panel=None, limit=100):
    where, params = [], {'limit': limit}
    if status:
        where.append('o.status = :status')
        params['status'] = status
    if patient_id:
        where.append('o.patient_id = :patient_id')
        params['patient_id'] = patient_id
    if panel:
        where.append('o.panel = :panel')
        params['panel'] = panel
    sql = LIST_SQL
    if where:
        sql += ' WHERE ' + ' AND '.join(where)
    sql += ' ORDER BY o.id DESC LIMIT :limit'
    return raw(sql, **params).all()


def get_order(order_id):
    order = Session.get(LabOrder, order_id)
    if order is None:
        raise NotFound('no such order')
    return order


def create_order(patient_id, panel, user, appointment_id=None):
    problems = {}
    if panel not in ranges.panels():
        problems['panel'] = 'one of ' + ', '.join(sorted(ranges.panels()))
    patient = Session.get(Patient, patient_id) if patient_id else None
    if patient is None or patient.archived:
        problems['patient_id'] = 'unknown'
    if appointment_id is not None and patient is not None:
        row = raw('SELECT patient_id FROM appointment WHERE id = :id', id=appointment_id).first()
        if row is None or row.patient_id != patient.id:
            problems['appointment_id'] = 'not an appointment of the patient'
    if problems:
        raise ValidationError(problems)
    twin = Session.query(LabOrder).filter_by(
        patient_id=patient.id, panel=panel, status='open', appointment_id=appointment_id
    ).first()
    if twin is not None:
        raise Conflict('panel is already ordered', order_id=twin.id)
    order = LabOrder(patient_id=patient.id, ordered_by_id=user.id, panel=panel,
                     appointment_id=appointment_id, status='open', created_at=utcnow())
    Session.add(order)
    Session.flush()
    audit('lab.ordered', '%s %s' % (patient.mrn, panel))
    Session.commit()
    return order


def cancel_order(order):
    if order.status != 'open':
        raise Conflict('order is %s' % order.status)
    order.status = 'cancelled'
    audit('lab.cancelled', order.id)
    Session.commit()
    return order


def previous_value(patient_id, analyte, before_order):
    row = raw(
        'SELECT r.value AS value FROM lab_result r JOIN lab_order o ON o.id = r.order_id '
        'WHERE o.patient_id = :p AND r.analyte = :a AND o.id <> :o '
        'ORDER BY r.reported_at DESC, r.id DESC LIMIT 1',
        p=patient_id, a=analyte, o=before_order,
    ).first()
    return row.value if row else None


def report(order, values, reported_at=None):
    """Store values (list of dicts); returns (results, deltas, critical)."""
    if order.status in ('cancelled', 'reported'):
        raise Conflict('order is %s' % order.status)
    if not isinstance(values, list) or not values:
        raise ClinicError('a list of results is needed')
    reported_at = reported_at or utcnow()
    patient = order.patient
    age = patient.age_on(reported_at.date())
    wanted = ranges.analytes(order.panel)
    present = set(r.analyte for r in order.results)

    problems, rows, deltas, critical = {}, [], {}, []
    for item in values:
        analyte = str(item.get('analyte', '')).lower()
        if analyte not in wanted:
            problems[analyte or '?'] = 'not in panel %s' % order.panel
            continue
        if analyte in present:
            problems[analyte] = 'is reported'
            continue
        try:
            value = float(str(item['value']).replace(',', '.'))
            value, unit = ranges.to_standard(analyte, value, item.get('unit'))
        except (KeyError, ValueError) as e:
            problems[analyte] = 'value: %s' % e
            continue
        if value < 0:
            problems[analyte] = 'negative'
            continue
        low, high = ranges.reference(analyte, patient.sex, age)
        mark = ranges.flag(analyte, value, low, high)
        percent = ranges.delta_exceeded(
            analyte, previous_value(patient.id, analyte, order.id), value
        )
        if percent is not None:
            deltas[analyte] = percent
        if mark in ('LL', 'HH'):
            critical.append(analyte)
        rows.append(LabResult(order_id=order.id, analyte=analyte, value=value, unit=unit,
                              ref_low=low, ref_high=high, flag=mark, reported_at=reported_at))
        present.add(analyte)
    if problems:
        raise ValidationError(problems)

    Session.add_all(rows)
    order.status = 'reported' if present.issuperset(wanted) else 'partial'
    audit('lab.reported', '%d %s' % (order.id, ','.join(r.analyte for r in rows)))
    if critical:
        from clinic.notifications.service import notify_user

        audit('lab.critical', '%s %s' % (patient.mrn, ','.join(critical)))
        notify_user(order.ordered_by_id, 'lab_flagged', commit=False, panel=order.panel,
                    flags=', '.join('%s %s' % (r.analyte, r.flag) for r in rows if r.flag))
    Session.commit()
    return rows, deltas, critical


def trend(patient_id, analyte):
    rows = raw(
        'SELECT r.value, r.unit, r.flag, r.reported_at FROM lab_result r '
        'JOIN lab_order o ON o.id = r.order_id '
        'WHERE o.patient_id = :p AND r.analyte = :a ORDER BY r.reported_at, r.id',
        p=patient_id, a=analyte,
    ).all()
    values = [r.value for r in rows if r.value is not None]
    direction = None
    if len(values) >= 2:
        change = values[-1] - values[0]
        base = abs(values[0]) or 1.0
        if abs(change) / base < 0.05:
            direction = 'stable'
        else:
            direction = 'rising' if change > 0 else 'falling'
    return rows, direction


def nadir(patient_id, analyte='neutrophils'):
    """Lowest value since the last cycle was given. Not shown any more."""
    row = raw(
        'SELECT min(r.value) AS low FROM lab_result r JOIN lab_order o ON o.id = r.order_id '
        'WHERE o.patient_id = :p AND r.analyte = :a AND r.reported_at > '
        '(SELECT max(c.given_at) FROM chemo_cycle c WHERE c.patient_id = :p)',
        p=patient_id, a=analyte,
    ).first()
    return row.low
