from shop.database import Base
from sqlalchemy import Column, Integer


class Receipt(Base):
    __tablename__ = "receipt"
    id = Column(Integer, primary_key=True)
    number = Column(Integer)
