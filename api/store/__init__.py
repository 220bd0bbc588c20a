"""The store: the database, its tables, the one appender, and every statement of SQL there is."""

from api.store.appender import Appender
from api.store.database import connect
from api.store.transaction import Appended, Transaction
from api.store.unavailable import LogUnavailable
from api.store.upgrade import upgrade

__all__ = ["Appended", "Appender", "LogUnavailable", "Transaction", "connect", "upgrade"]
