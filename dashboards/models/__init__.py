from dashboards.models.alert import Alert, AlertMail, AlertWatch, MeasureOwner
from dashboards.models.category import Category, Crosswalk, ReturnCode
from dashboards.models.commitment import Commitment, CommitmentBasis, CommitmentList
from dashboards.models.comparator import Area, ComparatorGroup, ComparatorMember
from dashboards.models.council_dashboard import CouncilDashboard
from dashboards.models.feed import FeedKey, FeedUse
from dashboards.models.finance_delivery import FinanceDelivery
from dashboards.models.import_batch import ImportBatch
from dashboards.models.import_run import ColumnMapping, ImportRun, SourceFile
from dashboards.models.indicator import Indicator, IndicatorCondition, IndicatorVersion
from dashboards.models.ledger_amount import LedgerAmount
from dashboards.models.ledger_code import LedgerCode
from dashboards.models.measurement import Measurement
from dashboards.models.preview_build import PreviewBuild
from dashboards.models.public_figure import PublicFigure
from dashboards.models.public_page import PublicPage
from dashboards.models.publication import (
    Audience,
    LinkViews,
    Publication,
    PublicationAudience,
    PublishedContent,
    PublishedCounts,
    ShareLink,
)
from dashboards.models.published_file import PackBuild, PublishedFile
from dashboards.models.question import Question
from dashboards.models.reader import EditionEmail, EditionMailing, EditionPreference, EditionReader
from dashboards.models.school import School
from dashboards.models.target import Target

__all__ = [
    "Alert",
    "AlertMail",
    "AlertWatch",
    "Area",
    "Audience",
    "Category",
    "ColumnMapping",
    "Commitment",
    "CommitmentBasis",
    "CommitmentList",
    "ComparatorGroup",
    "ComparatorMember",
    "CouncilDashboard",
    "Crosswalk",
    "EditionEmail",
    "EditionMailing",
    "EditionPreference",
    "EditionReader",
    "FeedKey",
    "FeedUse",
    "FinanceDelivery",
    "ImportBatch",
    "ImportRun",
    "Indicator",
    "IndicatorCondition",
    "IndicatorVersion",
    "LedgerAmount",
    "LedgerCode",
    "LinkViews",
    "MeasureOwner",
    "Measurement",
    "PackBuild",
    "PreviewBuild",
    "PublicFigure",
    "PublicPage",
    "Publication",
    "PublicationAudience",
    "PublishedContent",
    "PublishedCounts",
    "PublishedFile",
    "Question",
    "ReturnCode",
    "School",
    "ShareLink",
    "SourceFile",
    "Target",
]
