from sqlalchemy import Column, Date, DateTime, ForeignKey, Integer, String, Text
from sqlalchemy.orm import relationship

from clinic.billing.money import show
from clinic.db import Base
from clinic.utils import iso, utcnow


class Invoice(Base):
    __tablename__ = "invoice"

    id = Column(Integer, primary_key=True)
    patient_id = Column(Integer, ForeignKey("patient.id"), nullable=False, index=True)
    number = Column(String(20), unique=True, nullable=False)
    status = Column(String(10), nullable=False, default="draft")
    issued_on = Column(Date)
    due_on = Column(Date)
    total_cents = Column(Integer, nullable=False, default=0)
    currency = Column(String(3), nullable=False, default="EUR")

    patient = relationship("Patient")
    lines = relationship("InvoiceLine", back_populates="invoice",
                         order_by="InvoiceLine.id", cascade="all, delete-orphan")
    payments = relationship("Payment", back_populates="invoice", order_by="Payment.id")
    claims = relationship("InsuranceClaim", back_populates="invoice",
                          order_by="InsuranceClaim.id")

    @property
    def paid_cents(self):
        return sum(p.cents for p in self.payments)

    @property
    def open_cents(self):
        if self.status in ("void", "draft"):
            return 0
        return max(0, self.total_cents - self.paid_cents)

    def to_dict(self, full=False):
        data = {
            "id": self.id,
            "number": self.number,
            "patient_id": self.patient_id,
            "status": self.status,
            "issued_on": self.issued_on.isoformat() if self.issued_on else None,
            "due_on": self.due_on.isoformat() if self.due_on else None,
            "total_cents": self.total_cents,
            "total": show(self.total_cents, self.currency),
            "currency": self.currency,
        }
        if full:
            data["lines"] = [line.to_dict() for line in self.lines]
            data["payments"] = [p.to_dict() for p in self.payments]
            data["claims"] = [c.to_dict() for c in self.claims]
            data["paid_cents"] = self.paid_cents
            data["open_cents"] = self.open_cents
        return data


class InvoiceLine(Base):
    __tablename__ = "invoice_line"

    id = Column(Integer, primary_key=True)
    invoice_id = Column(Integer, ForeignKey("invoice.id"), nullable=False, index=True)
    appointment_id = Column(Integer, ForeignKey("appointment.id"))
    lab_order_id = Column(Integer, ForeignKey("lab_order.id"))
    code = Column(String(20), nullable=False)
    description = Column(Text, nullable=False, default="")
    quantity = Column(Integer, nullable=False, default=1)
    unit_cents = Column(Integer, nullable=False)

    invoice = relationship("Invoice", back_populates="lines")

    @property
    def net_cents(self):
        return self.quantity * self.unit_cents

    def to_dict(self):
        return {
            "id": self.id,
            "code": self.code,
            "description": self.description,
            "quantity": self.quantity,
            "unit_cents": self.unit_cents,
            "net_cents": self.net_cents,
            "appointment_id": self.appointment_id,
            "lab_order_id": self.lab_order_id,
        }


class Payment(Base):
    __tablename__ = "payment"

    id = Column(Integer, primary_key=True)
    invoice_id = Column(Integer, ForeignKey("invoice.id"), nullable=False, index=True)
    cents = Column(Integer, nullable=False)
    method = Column(String(20), nullable=False, default="transfer")
    reference = Column(String(80))
    received_at = Column(DateTime, nullable=False, default=utcnow)

    invoice = relationship("Invoice", back_populates="payments")

    def to_dict(self):
        return {"id": self.id, "cents": self.cents, "method": self.method,
                "reference": self.reference, "received_at": iso(self.received_at)}


class InsuranceClaim(Base):
    __tablename__ = "insurance_claim"

    id = Column(Integer, primary_key=True)
    invoice_id = Column(Integer, ForeignKey("invoice.id"), nullable=False, index=True)
    insurer = Column(String(80), nullable=False)
    policy_no = Column(String(40), nullable=False)
    # queued | submitted | accepted | rejected
    status = Column(String(12), nullable=False, default="queued")
    submitted_at = Column(DateTime)

    invoice = relationship("Invoice", back_populates="claims")

    def to_dict(self):
        return {"id": self.id, "invoice_id": self.invoice_id, "insurer": self.insurer,
                "policy_no": self.policy_no, "status": self.status,
                "submitted_at": iso(self.submitted_at) if self.submitted_at else None}
