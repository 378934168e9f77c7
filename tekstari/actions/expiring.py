"""Questions whose time is over."""

from datetime import datetime
from uuid import UUID

from tekstari.data.models import OpenQuestion, Run


def close_expired(conversation_id: UUID, now: datetime) -> None:
    """Close what has expired in a conversation, just before a reply is read against it."""
    expired = OpenQuestion.objects.filter(
        conversation_id=conversation_id, closed_at=None, expires_at__lte=now
    )
    runs = list(expired.values_list("run_id", flat=True))
    if runs:
        expired.update(closed_at=now, closed_by="expired")
        Run.objects.filter(id__in=runs, is_open=True).update(is_open=False, result="expired", ended_at=now)
