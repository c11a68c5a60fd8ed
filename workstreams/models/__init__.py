from workstreams.models.milestone import Milestone
from workstreams.models.progress_update import ProgressUpdate
from workstreams.models.risk import Risk, RiskUpdate
from workstreams.models.saving import Saving, SavingFigure
from workstreams.models.workstream import Workstream, WorkstreamCondition, WorkstreamSuccession

__all__ = [
    "Milestone",
    "ProgressUpdate",
    "Risk",
    "RiskUpdate",
    "Saving",
    "SavingFigure",
    "Workstream",
    "WorkstreamCondition",
    "WorkstreamSuccession",
]
