"""Who did what."""

from sqlalchemy import Column, Integer, String

from shop.database import Base, Session


class AuditEvent(Base):
    __tablename__ = "audit_event"
    id = Column(Integer, primary_key=True)
    text = Column(String(80))


def audit(text):
    Session.add(AuditEvent(text=text))
