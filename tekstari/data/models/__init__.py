"""Every table, one file per noun. Rows of a workspace inherit `WorkspaceRow`; the rest is the installation's.

Which role may touch which table stands in `data/roles.py`, and why in docs/decisions/0002.
"""

from tekstari.data.models.automations import (
    Automation,
    AutomationVersion,
    Nearly,
    Occurrence,
    OccurrenceMember,
    Scan,
)
from tekstari.data.models.calls import CallAttempt, CallList, CallListMember, CallTask
from tekstari.data.models.contacts import (
    Consent,
    Contact,
    ContactPhone,
    Group,
    GroupMember,
    Record,
    Suppression,
)
from tekstari.data.models.events import DueEvent, Event, EventKey, LastEvent
from tekstari.data.models.flows import Answer, OpenQuestion, Run, Timer
from tekstari.data.models.installation import (
    ApiKey,
    Channel,
    Membership,
    Sender,
    SendingPause,
    SetupLink,
    Team,
    TeamMember,
    User,
    Workspace,
    WorkspaceClock,
)
from tekstari.data.models.messages import (
    Attempt,
    Conversation,
    Inbound,
    Message,
    MessageChange,
    Outbox,
    Receipt,
    ReceivedPart,
    Stray,
)

__all__ = [
    "Answer",
    "ApiKey",
    "Attempt",
    "Automation",
    "AutomationVersion",
    "CallAttempt",
    "CallList",
    "CallListMember",
    "CallTask",
    "Channel",
    "Consent",
    "Contact",
    "ContactPhone",
    "Conversation",
    "DueEvent",
    "Event",
    "EventKey",
    "Group",
    "GroupMember",
    "Inbound",
    "LastEvent",
    "Membership",
    "Message",
    "MessageChange",
    "Nearly",
    "Occurrence",
    "OccurrenceMember",
    "OpenQuestion",
    "Outbox",
    "Receipt",
    "ReceivedPart",
    "Stray",
    "Record",
    "Run",
    "Scan",
    "Sender",
    "SendingPause",
    "SetupLink",
    "Suppression",
    "Team",
    "TeamMember",
    "Timer",
    "User",
    "Workspace",
    "WorkspaceClock",
    "Attempt",
]
