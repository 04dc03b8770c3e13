"""The session of the shop."""

from sqlalchemy import create_engine
from sqlalchemy.orm import declarative_base, scoped_session, sessionmaker

engine = create_engine("postgresql://db/shop")
Session = scoped_session(sessionmaker(bind=engine))
Base = declarative_base()
