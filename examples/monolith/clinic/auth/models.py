from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Integer, String
from sqlalchemy.orm import relationship
from werkzeug.security import check_password_hash, generate_password_hash

from clinic.db import Base
from clinic.utils import iso, utcnow

ROLES = ("admin", "physician", "nurse", "billing", "lab")


class User(Base):
    __tablename__ = "user"

    id = Column(Integer, primary_key=True)
    email = Column(String(120), unique=True, nullable=False)
    password_hash = Column(String(200), nullable=False)
    name = Column(String(120), nullable=False)
    role = Column(String(20), nullable=False)
    is_active = Column(Boolean, nullable=False, default=True)
    site = Column(String(60), nullable=False, default="Nordstadt")
    last_login_at = Column(DateTime)

    tokens = relationship("ApiToken", back_populates="user", cascade="all, delete-orphan")
    patients = relationship("Patient", back_populates="primary_physician")
    appointments = relationship(
        "Appointment", back_populates="physician", order_by="Appointment.starts_at"
    )

    def set_password(self, password):
        self.password_hash = generate_password_hash(password)

    def check_password(self, password):
        return check_password_hash(self.password_hash, password)

    def has_role(self, *roles):
        return self.role == "admin" or self.role in roles

    def to_dict(self):
        return {
            "id": self.id,
            "email": self.email,
            "name": self.name,
            "role": self.role,
            "site": self.site,
            "is_active": bool(self.is_active),
        }

    def __repr__(self):
        return "<User %s>" % self.email


class ApiToken(Base):
    __tablename__ = "api_token"

    id = Column(Integer, primary_key=True)
    user_id = Column(Integer, ForeignKey("user.id"), nullable=False, index=True)
    token = Column(String(64), unique=True, nullable=False)
    label = Column(String(60), nullable=False, default="")
    created_at = Column(DateTime, nullable=False, default=utcnow)

    user = relationship("User", back_populates="tokens")

    def to_dict(self):
        return {"id": self.id, "label": self.label, "created_at": iso(self.created_at)}


class AuditEvent(Base):
    __tablename__ = "audit_event"

    id = Column(Integer, primary_key=True)
    user_id = Column(Integer, ForeignKey("user.id"))
    action = Column(String(40), nullable=False, index=True)
    subject = Column(String(80), nullable=False, default="")
    at = Column(DateTime, nullable=False, default=utcnow)
    ip = Column(String(45))

    user = relationship("User")

    def to_dict(self):
        return {
            "id": self.id,
            "user": self.user.email if self.user else None,
            "action": self.action,
            "subject": self.subject,
            "at": iso(self.at),
            "ip": self.ip,
        }
