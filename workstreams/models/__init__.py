from workstreams.models.capital import CapitalPlaces, CapitalScheme, CapitalYear, SchemeDependency
from workstreams.models.commissioned import CommissionedService, CommissionedYear, ServiceIndicator
from workstreams.models.milestone import Milestone
from workstreams.models.progress_update import ProgressUpdate
from workstreams.models.risk import Risk, RiskUpdate
from workstreams.models.saving import Saving, SavingFigure
from workstreams.models.top_up import TopUpBand, TopUpCount, TopUpValue
from workstreams.models.workstream import Workstream, WorkstreamCondition, WorkstreamSuccession

__all__ = [
    "CapitalPlaces",
    "CapitalScheme",
    "CapitalYear",
    "CommissionedService",
    "CommissionedYear",
    "Milestone",
    "ProgressUpdate",
    "Risk",
    "RiskUpdate",
    "Saving",
    "SavingFigure",
    "SchemeDependency",
    "ServiceIndicator",
    "TopUpBand",
    "TopUpCount",
    "TopUpValue",
    "Workstream",
    "WorkstreamCondition",
    "WorkstreamSuccession",
]
