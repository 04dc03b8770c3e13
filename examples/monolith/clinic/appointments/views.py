"""Class based views, written when the calendar was rebuilt in 2021."""
from datetime import timedelta

from flask import Blueprint, abort, g, jsonify, redirect, render_template, request, url_for
from flask.views import MethodView, View

from clinic.appointments import chemo, protocols, services
from clinic.appointments.models import Room
from clinic.auth.decorators import login_required, role_required
from clinic.db import Session
from clinic.errors import ClinicError, ValidationError
from clinic.patients.services import get_patient
from clinic.utils import int_arg, iso, paginate, parse_date, utcnow

appointments_bp = Blueprint("appointments", __name__, url_prefix="/appointments")


def date_arg(name):
    try:
        return parse_date(request.args.get(name))
    except ValueError:
        raise ClinicError("%s is not a date" % name)


class AppointmentList(MethodView):
    decorators = [login_required]

    def get(self, physician_id=None):
        if physician_id is None:
            physician_id = int_arg("physician_id")
        query = services.find(
            statuses=request.args.getlist("status"),
            physician_id=physician_id,
            patient_id=int_arg("patient_id"),
            kind=request.args.get("kind"),
            first=date_arg("from"),
            last=date_arg("to"),
        )
        page = paginate(query, int_arg("page", 1), int_arg("per_page", 20))
        return jsonify(appointments=[a.to_dict() for a in page], **page.meta())

    def post(self):
        if not g.user.has_role("physician", "nurse"):
            abort(403)
        appointment = services.book(request.get_json())
        response = jsonify(appointment.to_dict())
        response.status_code = 201
        response.headers["Location"] = url_for(
            "appointments.detail", appointment_id=appointment.id
        )
        return response


class AppointmentDetail(MethodView):
    decorators = [login_required]

    def get(self, appointment_id):
        appointment = services.get_appointment(appointment_id)
        data = appointment.to_dict()
        data["patient"] = appointment.patient.full_name
        data["physician"] = appointment.physician.name
        data["lab_orders"] = [o.id for o in appointment.lab_orders]
        if appointment.chemo_cycle is not None:
            data["chemo_cycle"] = appointment.chemo_cycle.to_dict()
        return jsonify(data)

    def patch(self, appointment_id):
        if not g.user.has_role("physician", "nurse"):
            abort(403)
        appointment = services.get_appointment(appointment_id)
        return jsonify(services.change(appointment, request.get_json()).to_dict())

    def delete(self, appointment_id):
        if not g.user.has_role("physician", "nurse"):
            abort(403)
        appointment = services.get_appointment(appointment_id)
        services.set_status(appointment, "cancelled", utcnow())
        return "", 204


class DayPage(View):
    """HTML calendar of one day, all rooms."""

    decorators = [login_required]
    methods = ["GET"]
    template = "appointments/day.html"

    def dispatch_request(self, day):
        if day is None:
            day = utcnow().date()
        else:
            try:
                day = parse_date(day)
            except ValueError:
                abort(404)
        rooms = Session.query(Room).order_by(Room.id).all()
        by_room = {room.id: [] for room in rooms}
        for appointment in services.on_day(day):
            by_room[appointment.room_id].append(appointment)
        return render_template(
            self.template, day=day, rooms=rooms, by_room=by_room,
            closed=day.weekday() >= 5 or day in services.holidays(day.year),
            previous=day - timedelta(days=1), following=day + timedelta(days=1),
            utilisation=services.utilisation(day),
        )


class ChemoPlan(MethodView):
    decorators = [role_required("physician", "nurse")]

    def get(self, name):
        """Doses for a patient, nothing is stored."""
        patient = get_patient(int_arg("patient_id", 0))
        day = date_arg("on") or utcnow().date()
        result = chemo.plan(patient, name, day)
        result["problems"] = chemo.safety_problems(patient, protocols.get(name))
        return jsonify(result)


@role_required("physician")
def book_chemo():
    appointment, cycle, orders, doses = chemo.book_cycle(request.get_json(), g.user)
    return jsonify(
        appointment=appointment.to_dict(),
        cycle=cycle.to_dict(),
        lab_orders=[{"id": o.id, "panel": o.panel} for o in orders],
        doses=doses,
    ), 201


@login_required
def chemo_history(patient_id):
    patient = get_patient(patient_id)
    cycles = [c.to_dict() for c in chemo.cycles_of(patient.id)]
    return jsonify(patient=patient.mrn, cycles=cycles)


@login_required
def list_protocols():
    site = request.args.get("icd10", "")[:3].upper()
    names = sorted(
        name for name, protocol in protocols.table().items()
        if not site or site in protocol["sites"]
    )
    return jsonify(protocols=[protocols.as_dict(name) for name in names])


@appointments_bp.route("/<int:appointment_id>/status", methods=["POST"])
@role_required("physician", "nurse")
def change_status(appointment_id):
    data = request.get_json(silent=True) or request.form
    appointment = services.get_appointment(appointment_id)
    services.set_status(appointment, data.get("status", ""), utcnow())
    if request.form:
        # button on the day page
        return redirect(url_for(".day", day=iso(appointment.starts_at.date())))
    return jsonify(appointment.to_dict())


@appointments_bp.route("/slots")
@login_required
def slots():
    physician_id = int_arg("physician_id")
    day = date_arg("day")
    minutes = int_arg("minutes", 20)
    problems = {}
    if physician_id is None:
        problems["physician_id"] = "required"
    if day is None:
        problems["day"] = "required"
    if not 5 <= minutes <= services.MAX_MINUTES:
        problems["minutes"] = "between 5 and %d" % services.MAX_MINUTES
    if problems:
        raise ValidationError(problems)
    return jsonify(
        day=iso(day), minutes=minutes,
        slots=[s.strftime("%H:%M") for s in services.free_slots(physician_id, day, minutes)],
    )


@appointments_bp.route("/rooms")
@login_required
def rooms():
    return jsonify(rooms=[r.to_dict() for r in Session.query(Room).order_by(Room.id)])


_list = AppointmentList.as_view("list")
appointments_bp.add_url_rule("", view_func=_list, methods=["GET", "POST"])
appointments_bp.add_url_rule(
    "/physician/<int:physician_id>", view_func=_list, methods=["GET"]
)
appointments_bp.add_url_rule(
    "/<int:appointment_id>", view_func=AppointmentDetail.as_view("detail")
)
appointments_bp.add_url_rule(
    "/day", view_func=DayPage.as_view("day_today"), defaults={"day": None}
)
appointments_bp.add_url_rule("/day/<day>", view_func=DayPage.as_view("day"))
appointments_bp.add_url_rule("/protocols", "protocols", list_protocols)
appointments_bp.add_url_rule("/protocols/<name>/plan", view_func=ChemoPlan.as_view("chemo_plan"))
appointments_bp.add_url_rule("/chemo", "book_chemo", book_chemo, methods=["POST"])
appointments_bp.add_url_rule("/chemo/<int:patient_id>", view_func=chemo_history)
