from __future__ import annotations

from datetime import date, datetime
from typing import Optional

from flask import g, has_request_context, request
from sqlalchemy import Boolean, Date, DateTime, Float, ForeignKey, Index, String, event, insert
from sqlalchemy import inspect as sa_inspect
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinic.auth.models import AuditEvent, User
from clinic.db import Base
from clinic.utils import iso, utcnow

SEXES = ("f", "m", "d")
SEVERITIES = ("mild", "moderate", "severe")


class Patient(Base):
    __tablename__ = "patient"
    __table_args__ = (Index("ix_patient_name", "last_name", "first_name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    mrn: Mapped[str] = mapped_column(String(9), unique=True)
    first_name: Mapped[str] = mapped_column(String(80))
    last_name: Mapped[str] = mapped_column(String(80))
    birth_date: Mapped[date] = mapped_column(Date)
    sex: Mapped[str] = mapped_column(String(1))
    phone: Mapped[Optional[str]] = mapped_column(String(40))
    email: Mapped[Optional[str]] = mapped_column(String(120))
    height_cm: Mapped[Optional[float]] = mapped_column(Float)
    weight_kg: Mapped[Optional[float]] = mapped_column(Float)
    primary_physician_id: Mapped[Optional[int]] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(DateTime, default=utcnow)
    archived: Mapped[bool] = mapped_column(Boolean, default=False)

    primary_physician: Mapped[Optional[User]] = relationship("User", back_populates="patients")
    allergies: Mapped[list["Allergy"]] = relationship(
        back_populates="patient", cascade="all, delete-orphan", order_by="Allergy.substance"
    )
    diagnoses: Mapped[list["Diagnosis"]] = relationship(
        back_populates="patient", order_by="Diagnosis.diagnosed_on"
    )
    appointments = relationship(
        "Appointment", back_populates="patient", order_by="Appointment.starts_at"
    )
    lab_orders = relationship("LabOrder", back_populates="patient", order_by="LabOrder.id")

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def sort_name(self) -> str:
        return f"{self.last_name}, {self.first_name}"

    def age_on(self, day: date) -> int:
        years = day.year - self.birth_date.year
        if (day.month, day.day) < (self.birth_date.month, self.birth_date.day):
            years -= 1
        return years

    def to_dict(self, full: bool = False) -> dict:
        data = {
            "id": self.id,
            "mrn": self.mrn,
            "first_name": self.first_name,
            "last_name": self.last_name,
            "birth_date": iso(self.birth_date),
            "sex": self.sex,
            "archived": bool(self.archived),
        }
        if full:
            data.update(
                phone=self.phone,
                email=self.email,
                height_cm=self.height_cm,
                weight_kg=self.weight_kg,
                primary_physician_id=self.primary_physician_id,
                created_at=iso(self.created_at),
                allergies=[a.to_dict() for a in self.allergies],
                diagnoses=[d.to_dict() for d in self.diagnoses],
            )
        return data


class Allergy(Base):
    __tablename__ = "allergy"

    id: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), index=True)
    substance: Mapped[str] = mapped_column(String(80))
    severity: Mapped[str] = mapped_column(String(10))

    patient: Mapped[Patient] = relationship(back_populates="allergies")

    def to_dict(self) -> dict:
        return {"id": self.id, "substance": self.substance, "severity": self.severity}


class Diagnosis(Base):
    __tablename__ = "diagnosis"

    id: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), index=True)
    icd10: Mapped[str] = mapped_column(String(8))
    t: Mapped[Optional[str]] = mapped_column(String(4))
    n: Mapped[Optional[str]] = mapped_column(String(4))
    m: Mapped[Optional[str]] = mapped_column(String(4))
    stage: Mapped[Optional[str]] = mapped_column(String(6))
    diagnosed_on: Mapped[date] = mapped_column(Date)

    patient: Mapped[Patient] = relationship(back_populates="diagnoses")

    @property
    def tnm(self) -> str:
        return "".join(part or "" for part in (self.t, self.n, self.m))

    def to_dict(self) -> dict:
        return {
            "id": self.id,
            "icd10": self.icd10,
            "tnm": self.tnm,
            "stage": self.stage,
            "diagnosed_on": iso(self.diagnosed_on),
        }


@event.listens_for(Patient, "after_update")
def audit_patient_update(mapper, connection, target):
    """Every change of patient master data leaves a line in the audit trail."""
    state = sa_inspect(target)
    changed = [
        attr.key
        for attr in mapper.column_attrs
        if state.attrs[attr.key].history.has_changes()
    ]
    if not changed:
        return
    user_id, ip = None, None
    if has_request_context():
        user = g.get("user")
        user_id = user.id if user is not None else None
        ip = request.remote_addr
    connection.execute(
        insert(AuditEvent.__table__).values(
            user_id=user_id,
            action="patient.updated",
            subject=("%s %s" % (target.mrn, ",".join(sorted(changed))))[:80],
            at=utcnow(),
            ip=ip,
        )
    )
