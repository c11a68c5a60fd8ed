"""How the upper apps reach the lower ones without being imported by them: dotted paths, as for middleware.

They are settings like all others. The lower app calls each function of a list, in this order; the types are in
conditions/joints.py and safetyvalve/core/home.py. None of them writes anything, but for the two that name a moment.
"""

# What is frozen when an update is sent for signature. Each takes the submission and returns a Section: facts
# under stable keys, with a version and the widest audience that may read them; no floats, no charts, no markup.
PACK_SECTIONS = [
    "conditions.sections.agreement",
    "conditions.sections.summary",
    "conditions.sections.dsg_position",
    "conditions.basis_section.forecast_basis",
    "conditions.sections.condition_responses",
    "conditions.sections.feedback_answers",
    "workstreams.sections.risks",
    "workstreams.sections.delivery",
    "dashboards.sections.measures",
    "dashboards.finance.section.block_movements",
]
# What is wrong or doubtful. Each takes the CheckContext (submission, sections, date) and returns Findings.
SUBMISSION_CHECKS = [
    "conditions.checks.answers.check",
    "conditions.checks.position.check",
    "conditions.checks.prose.check",
    "workstreams.checks.risks",
    "workstreams.checks.milestones",
    "workstreams.capital_checks.check",
    "dashboards.checks.measures",
    "dashboards.finance.checks.check",
]
# What the record says beside a form. Each takes the submission and a condition and returns Evidence, with a
# suggested RAG level where it can tell, or None; it never decides.
ITEM_EVIDENCE = [
    "conditions.evidence.for_condition",
    "workstreams.evidence.for_condition",
    "dashboards.evidence.for_condition",
]
# What a person owes. Each takes authority, user, their permissions and the time and returns groups of tasks.
HOME_TASKS = [
    "conditions.home.tasks",
    "workstreams.home.tasks",
    "workstreams.home_services.tasks",
    "dashboards.home.tasks",
    "dashboards.alerts.home.tasks",
]
# Who reads the council's measures for the apps below: all by name, or some with their latest figure
# (workstreams/linked_measures.py).
LINKED_MEASURES = ["dashboards.linked_measures.read"]
# What is watched, so that somebody hears when it leaves its tolerance. Each takes the council and the day and yields
# Readings (dashboards/alerts/watching.py): how each thing stands by its latest figure.
ALERT_SOURCES = [
    "dashboards.alerts.measures.read",
    "dashboards.alerts.assumptions.read",
]
# What manage.py send_due does before it sends. Each takes now= and writes down what is to be sent, once.
BEFORE_SENDING = [
    "dashboards.alerts.raising.raise_due",
    "dashboards.drawing_ahead.new_day",
]

# What is done once figures of a council have moved, after the transaction that moved them. Each takes authority_id=,
# None for every council; nobody waits for it, and nothing is wrong when it does not happen.
AFTER_FIGURES_MOVED = [
    "dashboards.drawing_ahead.figures_moved",
]

# Records whose audit events cannot change a figure on a dashboard, so that what is kept of its drawings stays good.
# Everything else that is audited moves the version of the council's figures (safetyvalve/core/data_version.py).
SUBJECTS_WITHOUT_FIGURES = frozenset(
    {
        "core.membership",
        "core.user",
        "dashboards.alert",
        "dashboards.columnmapping",
        "dashboards.commitmentbasis",
        "dashboards.commitmentlist",
        "dashboards.councildashboard",
        "dashboards.editionpreference",
        "dashboards.editionreader",
        "dashboards.publication",
        "dashboards.publicationaudience",
        "dashboards.question",
        "dashboards.sharelink",
    }
)
