from shop.database import Base, session
from sqlalchemy import Column, Integer, String


class Nick(Base):
    __tablename__ = "nick"
    id = Column(Integer, primary_key=True)
    name = Column(String)


def rename(name):
    session.add(Nick(name=name))


def forget():
    session.query(Nick).delete()
    session.commit()
