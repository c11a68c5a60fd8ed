from safetyvalve.core.models.audit_event import AuditChain, AuditEvent
from safetyvalve.core.models.authority import Authority
from safetyvalve.core.models.kept_markup import KeptMarkup
from safetyvalve.core.models.membership import Membership
from safetyvalve.core.models.outgoing_email import OutgoingAttachment, OutgoingEmail
from safetyvalve.core.models.user import User

__all__ = [
    "AuditChain",
    "AuditEvent",
    "Authority",
    "KeptMarkup",
    "Membership",
    "OutgoingAttachment",
    "OutgoingEmail",
    "User",
]
