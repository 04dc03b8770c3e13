from sqlalchemy import Column, DateTime, ForeignKey, Integer, String
from sqlalchemy.orm import relationship

from clinic.db import Base
from clinic.utils import iso, utcnow


class Document(Base):
    __tablename__ = "document"

    id = Column(Integer, primary_key=True)
    patient_id = Column(Integer, ForeignKey("patient.id"), nullable=False, index=True)
    uploaded_by_id = Column(Integer, ForeignKey("user.id"))
    title = Column(String(200), nullable=False)
    filename = Column(String(200), nullable=False)
    content_type = Column(String(100), nullable=False)
    size = Column(Integer, nullable=False)
    sha256 = Column(String(64), nullable=False, index=True)
    storage_path = Column(String(300), nullable=False)
    created_at = Column(DateTime, nullable=False, default=utcnow)

    patient = relationship("Patient")
    uploaded_by = relationship("User")
    tags = relationship("DocumentTag", order_by="DocumentTag.tag", cascade="all, delete-orphan")
    share_links = relationship("ShareLink", back_populates="document",
                               cascade="all, delete-orphan")

    @property
    def tag_names(self):
        return [t.tag for t in self.tags]

    def to_dict(self):
        return {
            "id": self.id,
            "patient_id": self.patient_id,
            "uploaded_by_id": self.uploaded_by_id,
            "title": self.title,
            "filename": self.filename,
            "content_type": self.content_type,
            "size": self.size,
            "sha256": self.sha256,
            "tags": self.tag_names,
            "created_at": iso(self.created_at),
        }


class DocumentTag(Base):
    __tablename__ = "document_tag"

    document_id = Column(Integer, ForeignKey("document.id"), primary_key=True)
    tag = Column(String(40), primary_key=True)


class ShareLink(Base):
    __tablename__ = "share_link"

    id = Column(Integer, primary_key=True)
    document_id = Column(Integer, ForeignKey("document.id"), nullable=False, index=True)
    token = Column(String(64), unique=True, nullable=False)
    expires_at = Column(DateTime, nullable=False)
    downloads = Column(Integer, nullable=False, default=0)

    document = relationship("Document", back_populates="share_links")

    def to_dict(self):
        return {"id": self.id, "document_id": self.document_id, "token": self.token,
                "expires_at": iso(self.expires_at), "downloads": self.downloads}
