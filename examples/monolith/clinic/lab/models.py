from sqlalchemy import Column, DateTime, Float, ForeignKey, Integer, String
from sqlalchemy.orm import relationship

from clinic.db import Base
from clinic.utils import iso, utcnow

# open -> partial -> reported, or open -> cancelled
ORDER_STATUSES = ('open', 'partial', 'reported', 'cancelled')


class LabOrder(Base):
    __tablename__ = 'lab_order'

    id = Column(Integer, primary_key=True)
    patient_id = Column(Integer, ForeignKey('patient.id'), nullable=False, index=True)
    ordered_by_id = Column(Integer, ForeignKey('user.id'), nullable=False)
    appointment_id = Column(Integer, ForeignKey('appointment.id'))
    panel = Column(String(12), nullable=False)
    status = Column(String(10), nullable=False, default='open')
    created_at = Column(DateTime, nullable=False, default=utcnow)

    patient = relationship('Patient', back_populates='lab_orders')
    ordered_by = relationship('User')
    appointment = relationship('Appointment', back_populates='lab_orders')
    results = relationship('LabResult', back_populates='order', order_by='LabResult.id',
                           cascade='all, delete-orphan')

    def as_json(self, with_results=False):
        d = {
            'id': self.id,
            'patient_id': self.patient_id,
            'mrn': self.patient.mrn,
            'ordered_by': self.ordered_by.name,
            'appointment_id': self.appointment_id,
            'panel': self.panel,
            'status': self.status,
            'created_at': iso(self.created_at),
        }
        if with_results:
            d['results'] = [r.as_json() for r in self.results]
        return d


class LabResult(Base):
    __tablename__ = 'lab_result'

    id = Column(Integer, primary_key=True)
    order_id = Column(Integer, ForeignKey('lab_order.id'), nullable=False, index=True)
    analyte = Column(String(30), nullable=False, index=True)
    value = Column(Float)
    unit = Column(String(20), nullable=False, default='')
    ref_low = Column(Float)
    ref_high = Column(Float)
    flag = Column(String(2), nullable=False, default='')
    reported_at = Column(DateTime, nullable=False, default=utcnow)

    order = relationship('LabOrder', back_populates='results')

    def as_json(self):
        return {
            'id': self.id,
            'analyte': self.analyte,
            'value': self.value,
            'unit': self.unit,
            'ref': [self.ref_low, self.ref_high],
            'flag': self.flag,
            'reported_at': iso(self.reported_at),
        }
