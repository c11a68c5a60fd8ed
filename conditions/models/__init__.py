from conditions.models.agreement import Agreement, AgreementVersion, Payment, PlannedPosition
from conditions.models.assumption import Assumption, AssumptionValue, AssumptionVersion, ForecastBasis
from conditions.models.condition import Condition
from conditions.models.dsg_position import DsgPosition
from conditions.models.feedback import Feedback, FeedbackAction, FeedbackAnswer
from conditions.models.finance_line import FinanceLine, TransferConsent
from conditions.models.finance_month import FinanceMonths
from conditions.models.income import Contribution, ContributionInvoice, ContributionReceipt
from conditions.models.movement_reason import MovementReason
from conditions.models.pack import Envelope, FindingAcceptance, IssuedFile, Pack, SignOff
from conditions.models.plan_reason import PlanReason
from conditions.models.programme import Programme, RagLevel
from conditions.models.reconciliation import (
    Attestation,
    DifferenceExplanation,
    Reconciliation,
    ReconciliationSource,
)
from conditions.models.reporting import ReportingCalendar, ReportingPeriod
from conditions.models.response import AutosavedDraft, ConditionResponse, SummaryAnswers
from conditions.models.submission import Submission

__all__ = [
    "Agreement",
    "AgreementVersion",
    "Assumption",
    "AssumptionValue",
    "AssumptionVersion",
    "Attestation",
    "AutosavedDraft",
    "Condition",
    "ConditionResponse",
    "Contribution",
    "ContributionInvoice",
    "ContributionReceipt",
    "DifferenceExplanation",
    "DsgPosition",
    "Envelope",
    "Feedback",
    "FeedbackAction",
    "FeedbackAnswer",
    "FinanceLine",
    "FinanceMonths",
    "FindingAcceptance",
    "ForecastBasis",
    "IssuedFile",
    "MovementReason",
    "Pack",
    "Payment",
    "PlanReason",
    "PlannedPosition",
    "Programme",
    "RagLevel",
    "Reconciliation",
    "ReconciliationSource",
    "ReportingCalendar",
    "ReportingPeriod",
    "SignOff",
    "Submission",
    "SummaryAnswers",
    "TransferConsent",
]
