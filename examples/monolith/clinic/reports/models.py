import json

from sqlalchemy import Column, DateTime, ForeignKey, Integer, String, Text
from sqlalchemy.orm import relationship

from clinic.db import Base
from clinic.utils import iso, utcnow


class ReportRun(Base):
    __tablename__ = "report_run"

    id = Column(Integer, primary_key=True)
    name = Column(String(40), nullable=False, index=True)
    requested_by_id = Column(Integer, ForeignKey("user.id"))
    parameters = Column(Text, nullable=False, default="{}")     # JSON
    # queued | running | done | failed
    status = Column(String(10), nullable=False, default="queued")
    path = Column(String(300))
    created_at = Column(DateTime, nullable=False, default=utcnow)

    requested_by = relationship("User")

    @property
    def params(self):
        return json.loads(self.parameters or "{}")

    def to_dict(self):
        return {"id": self.id, "name": self.name, "status": self.status,
                "parameters": self.params, "requested_by_id": self.requested_by_id,
                "ready": self.status == "done", "created_at": iso(self.created_at)}
