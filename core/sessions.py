"""Sessions in the database, each read by a statement written out: every request reads one, and building the query anew
cost several times what asking it does. All else is Django's.
"""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

from core.prepared import planned_once

SQL = """
SELECT django_session.session_data FROM django_session
WHERE django_session.session_key = %s AND django_session.expire_date > %s
"""


class SessionStore(db.SessionStore):
    """A session of the table django_session."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds; nothing for one that is unknown or over."""
        now = connection.ops.adapt_datetimefield_value(timezone.now())  # noqa: TID251 -- the clock that set the end
        with planned_once() as cursor:
            cursor.execute(SQL, [self.session_key, now])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])
