from datetime import timedelta

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import relationship

from clinic.db import Base
from clinic.utils import iso

STATUSES = ("booked", "arrived", "done", "cancelled")
KINDS = ("first_visit", "follow_up", "chemo", "blood_draw", "imaging", "tumour_board")

# Default length in minutes by kind. Chemo comes from the protocol.
DEFAULT_MINUTES = {
    "first_visit": 45,
    "follow_up": 20,
    "blood_draw": 10,
    "imaging": 30,
    "tumour_board": 15,
}

TRANSITIONS = {
    "booked": ("arrived", "cancelled"),
    "arrived": ("done", "booked", "cancelled"),
    "done": (),
    "cancelled": ("booked",),
}


class Room(Base):
    __tablename__ = "room"

    id = Column(Integer, primary_key=True)
    name = Column(String(60), unique=True, nullable=False)
    capacity = Column(Integer, nullable=False, default=1)

    appointments = relationship("Appointment", back_populates="room")

    def to_dict(self):
        return {"id": self.id, "name": self.name, "capacity": self.capacity}


class Appointment(Base):
    __tablename__ = "appointment"
    __table_args__ = (Index("ix_appointment_physician_start", "physician_id", "starts_at"),)

    id = Column(Integer, primary_key=True)
    patient_id = Column(Integer, ForeignKey("patient.id"), nullable=False, index=True)
    physician_id = Column(Integer, ForeignKey("user.id"), nullable=False)
    room_id = Column(Integer, ForeignKey("room.id"), nullable=False)
    starts_at = Column(DateTime, nullable=False)
    minutes = Column(Integer, nullable=False, default=20)
    kind = Column(String(20), nullable=False)
    status = Column(String(10), nullable=False, default="booked")
    notes = Column(Text)
    billed = Column(Boolean, nullable=False, default=False)

    patient = relationship("Patient", back_populates="appointments")
    physician = relationship("User", back_populates="appointments")
    room = relationship("Room", back_populates="appointments")
    chemo_cycle = relationship("ChemoCycle", back_populates="appointment", uselist=False)
    lab_orders = relationship("LabOrder", back_populates="appointment")

    @property
    def ends_at(self):
        return self.starts_at + timedelta(minutes=self.minutes)

    def overlaps(self, start, end):
        return self.starts_at < end and start < self.ends_at

    def to_dict(self):
        return {
            "id": self.id,
            "patient_id": self.patient_id,
            "physician_id": self.physician_id,
            "room": self.room.name,
            "starts_at": iso(self.starts_at),
            "ends_at": iso(self.ends_at),
            "minutes": self.minutes,
            "kind": self.kind,
            "status": self.status,
            "notes": self.notes,
            "billed": bool(self.billed),
        }


class ChemoCycle(Base):
    __tablename__ = "chemo_cycle"
    __table_args__ = (UniqueConstraint("appointment_id"),)

    id = Column(Integer, primary_key=True)
    patient_id = Column(Integer, ForeignKey("patient.id"), nullable=False, index=True)
    appointment_id = Column(Integer, ForeignKey("appointment.id"), nullable=False)
    protocol = Column(String(20), nullable=False)
    cycle_no = Column(Integer, nullable=False)
    # Dose of the lead drug; the full plan is printed from the protocol.
    dose_mg = Column(Float, nullable=False)
    given_at = Column(DateTime)

    patient = relationship("Patient")
    appointment = relationship("Appointment", back_populates="chemo_cycle")

    def to_dict(self):
        return {
            "id": self.id,
            "patient_id": self.patient_id,
            "appointment_id": self.appointment_id,
            "protocol": self.protocol,
            "cycle_no": self.cycle_no,
            "dose_mg": self.dose_mg,
            "given_at": iso(self.given_at),
        }
