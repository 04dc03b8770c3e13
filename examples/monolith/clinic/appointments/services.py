"""Booking rules: opening hours, overlaps, status changes."""
import os
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from clinic.appointments.models import (
    DEFAULT_MINUTES,
    KINDS,
    STATUSES,
    TRANSITIONS,
    Appointment,
    Room,
)
from clinic.auth.models import User
from clinic.auth.services import audit
from clinic.db import Session
from clinic.errors import Conflict, NotFound, ValidationError
from clinic.utils import easter, parse_datetime

# Stored times are UTC and so are these; summer time has been ignored so far.
OPENS = time(7, 30)
CLOSES = time(18, 0)
FRIDAY_CLOSES = time(15, 0)

SLOT_MINUTES = int(os.environ.get("SLOT_MINUTES", "10"))
MAX_MINUTES = 480


@lru_cache(maxsize=16)
def holidays(year):
    sunday = easter(year)
    return frozenset(
        [
            date(year, 1, 1),
            sunday - timedelta(days=2),
            sunday + timedelta(days=1),
            date(year, 5, 1),
            sunday + timedelta(days=39),
            sunday + timedelta(days=50),
            date(year, 10, 3),
            date(year, 12, 25),
            date(year, 12, 26),
        ]
    )


def closing_time(day):
    return FRIDAY_CLOSES if day.weekday() == 4 else CLOSES


def is_open(start, minutes):
    day = start.date()
    if day.weekday() >= 5 or day in holidays(day.year):
        return False
    end = start + timedelta(minutes=minutes)
    if end.date() != day:
        return False
    return start.time() >= OPENS and end.time() <= closing_time(day)


def get_appointment(appointment_id):
    appointment = Session.get(Appointment, appointment_id)
    if appointment is None:
        raise NotFound("no such appointment")
    return appointment


def on_day(day, **filters):
    start = datetime.combine(day, time.min)
    query = (
        Session.query(Appointment)
        .filter(Appointment.starts_at >= start)
        .filter(Appointment.starts_at < start + timedelta(days=1))
    )
    for column, value in filters.items():
        query = query.filter(getattr(Appointment, column) == value)
    return query.order_by(Appointment.starts_at, Appointment.id)


def find(statuses=(), physician_id=None, patient_id=None, kind=None, first=None, last=None):
    query = Session.query(Appointment)
    if statuses:
        unknown = [s for s in statuses if s not in STATUSES]
        if unknown:
            raise ValidationError({"status": "unknown: " + ", ".join(unknown)})
        query = query.filter(Appointment.status.in_(statuses))
    if physician_id:
        query = query.filter(Appointment.physician_id == physician_id)
    if patient_id:
        query = query.filter(Appointment.patient_id == patient_id)
    if kind:
        query = query.filter(Appointment.kind == kind)
    if first:
        query = query.filter(Appointment.starts_at >= datetime.combine(first, time.min))
    if last:
        query = query.filter(
            Appointment.starts_at < datetime.combine(last, time.min) + timedelta(days=1)
        )
    return query.order_by(Appointment.starts_at, Appointment.id)


def open_appointments(patient_id):
    return (
        Session.query(Appointment)
        .filter(Appointment.patient_id == patient_id)
        .filter(Appointment.status.in_(("booked", "arrived")))
        .order_by(Appointment.starts_at)
        .all()
    )


def next_appointment(patient_id, after):
    return (
        Session.query(Appointment)
        .filter(Appointment.patient_id == patient_id)
        .filter(Appointment.status == "booked")
        .filter(Appointment.starts_at >= after)
        .order_by(Appointment.starts_at)
        .first()
    )


def check_free(patient_id, physician_id, room, start, minutes, ignore=None, kind=None):
    """Raise Conflict when patient, physician or room is taken.

    Infusions do not bind the physician, only a chair in the room.
    """
    end = start + timedelta(minutes=minutes)
    in_room = 0
    for other in on_day(start.date()):
        if other.id == ignore or other.status == "cancelled" or not other.overlaps(start, end):
            continue
        if other.patient_id == patient_id:
            raise Conflict("patient has another appointment", appointment_id=other.id)
        if other.room_id == room.id:
            in_room += 1
        if other.physician_id == physician_id and kind != "chemo" and other.kind != "chemo":
            raise Conflict("physician is busy", appointment_id=other.id)
    if in_room >= room.capacity:
        raise Conflict("room is full", room=room.name, capacity=room.capacity)


def _find(model, key):
    try:
        return Session.get(model, int(key or 0))
    except (TypeError, ValueError):
        return None


def _clean(data):
    # patients.services imports this module at its top
    from clinic.patients.services import get_patient

    problems = {}
    values = {}

    kind = data.get("kind") or "follow_up"
    if kind not in KINDS:
        problems["kind"] = "one of " + ", ".join(KINDS)
    values["kind"] = kind

    try:
        values["minutes"] = int(data.get("minutes") or DEFAULT_MINUTES.get(kind, 20))
        if not 5 <= values["minutes"] <= MAX_MINUTES:
            problems["minutes"] = "between 5 and %d" % MAX_MINUTES
    except (TypeError, ValueError):
        problems["minutes"] = "not a number"

    try:
        values["starts_at"] = parse_datetime(data.get("starts_at"))
        if values["starts_at"] is None:
            problems["starts_at"] = "required"
    except (TypeError, ValueError):
        problems["starts_at"] = "not a time"

    try:
        patient = get_patient(int(data.get("patient_id") or 0))
        if patient.archived:
            problems["patient_id"] = "archived"
        values["patient_id"] = patient.id
    except (NotFound, TypeError, ValueError):
        problems["patient_id"] = "unknown"

    physician = _find(User, data.get("physician_id"))
    if physician is None or physician.role != "physician" or not physician.is_active:
        problems["physician_id"] = "not a physician"
    else:
        values["physician_id"] = physician.id

    room = _find(Room, data.get("room_id"))
    if room is None:
        problems["room_id"] = "unknown"
    values["room"] = room

    if problems:
        raise ValidationError(problems)
    if not is_open(values["starts_at"], values["minutes"]):
        raise ValidationError({"starts_at": "outside opening hours"})
    return values


def prepare(data):
    """Checked but uncommitted appointment, flushed so that it has an id."""
    values = _clean(data)
    room = values.pop("room")
    check_free(values["patient_id"], values["physician_id"], room, values["starts_at"],
               values["minutes"], kind=values["kind"])
    appointment = Appointment(room_id=room.id, status="booked", billed=False,
                              notes=(data.get("notes") or None), **values)
    Session.add(appointment)
    Session.flush()
    return appointment


def book(data):
    if data.get("kind") == "chemo":
        raise ValidationError({"kind": "book chemo cycles with a protocol"})
    appointment = prepare(data)
    audit("appointment.booked", appointment.id)
    Session.commit()
    return appointment


def change(appointment, data):
    """Move, lengthen or annotate an appointment that has not begun."""
    if appointment.status not in ("booked", "arrived"):
        raise Conflict("appointment is %s" % appointment.status)
    if "notes" in data:
        appointment.notes = data["notes"] or None
    if {"starts_at", "minutes", "room_id"} & set(data):
        if appointment.status != "booked":
            raise Conflict("patient has arrived")
        merged = {
            "patient_id": appointment.patient_id,
            "physician_id": appointment.physician_id,
            "kind": appointment.kind,
            "starts_at": data.get("starts_at", appointment.starts_at),
            "minutes": data.get("minutes", appointment.minutes),
            "room_id": data.get("room_id", appointment.room_id),
        }
        # The open change of the notes must not be flushed by the checks below.
        with Session.no_autoflush:
            values = _clean(merged)
            room = values["room"]
            check_free(appointment.patient_id, appointment.physician_id, room,
                       values["starts_at"], values["minutes"], ignore=appointment.id,
                       kind=appointment.kind)
        appointment.starts_at = values["starts_at"]
        appointment.minutes = values["minutes"]
        appointment.room_id = room.id
    audit("appointment.changed", appointment.id)
    Session.commit()
    return appointment


def set_status(appointment, status, now):
    if status not in STATUSES:
        raise ValidationError({"status": "one of " + ", ".join(STATUSES)})
    if status == appointment.status:
        return appointment
    if status not in TRANSITIONS[appointment.status]:
        raise Conflict("%s cannot become %s" % (appointment.status, status))
    if status == "cancelled" and appointment.billed:
        raise Conflict("appointment is billed")
    if status == "booked" and appointment.status == "cancelled":
        check_free(appointment.patient_id, appointment.physician_id, appointment.room,
                   appointment.starts_at, appointment.minutes, ignore=appointment.id,
                   kind=appointment.kind)
    appointment.status = status
    if appointment.chemo_cycle is not None:
        appointment.chemo_cycle.given_at = now if status == "done" else None
    for order in appointment.lab_orders:
        if status == "cancelled" and order.status == "open":
            order.status = "cancelled"
    audit("appointment." + status, appointment.id)
    Session.commit()
    return appointment


def free_slots(physician_id, day, minutes, step=None):
    """Start times at which the physician has no other appointment."""
    step = step or SLOT_MINUTES
    taken = [
        a for a in on_day(day, physician_id=physician_id)
        if a.status != "cancelled" and a.kind != "chemo"
    ]
    slots = []
    start = datetime.combine(day, OPENS)
    while is_open(start, minutes):
        end = start + timedelta(minutes=minutes)
        blocking = [a for a in taken if a.overlaps(start, end)]
        if blocking:
            start = max(a.ends_at for a in blocking)
            # back onto the grid
            rest = (start.hour * 60 + start.minute) % step
            if rest:
                start += timedelta(minutes=step - rest)
            continue
        slots.append(start)
        start += timedelta(minutes=step)
    return slots


def utilisation(day):
    """Booked minutes per room as a share of the opening time."""
    total = (datetime.combine(day, closing_time(day)) - datetime.combine(day, OPENS)).seconds / 60
    result = {}
    for room in Session.query(Room).order_by(Room.id):
        used = sum(a.minutes for a in on_day(day, room_id=room.id) if a.status != "cancelled")
        result[room.name] = round(used / (total * room.capacity), 3)
    return result


def send_sms_reminder(appointment):
    # Replaced by the notifications area in 2023.
    raise NotImplementedError
