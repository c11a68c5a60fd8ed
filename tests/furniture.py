"""One of everything that an address of the product can name, given to a council."""

import zlib
from datetime import date
from decimal import Decimal

from conditions.models import IssuedFile
from dashboards.models import (
    Alert,
    Area,
    Category,
    ColumnMapping,
    ComparatorGroup,
    CouncilDashboard,
    Crosswalk,
    FeedKey,
    ImportBatch,
    ImportRun,
    Indicator,
    IndicatorVersion,
    Measurement,
    PublicPage,
    PublishedContent,
    PublishedFile,
    ReturnCode,
    ShareLink,
    SourceFile,
)
from dashboards.publishing.building import build_edition
from dashboards.publishing.editions import Choice, prepare, publish
from dashboards.publishing.links import digest_of
from tests import factories, mail_examples, money_examples, question_examples
from tests.factories import NOW, World
from workstreams.models import Milestone, Risk, Saving, Workstream


def furnish(world: World) -> World:
    """Give the council one of everything that an address can name."""
    agreement, authority = world.agreement, world.authority
    factories.make_programme(f"own-{authority.la_code}", authority)
    workstream = Workstream.objects.create(
        agreement=agreement, slug="annual-reviews", name="Annual reviews", starts_on=date(2024, 2, 1)
    )
    Milestone.objects.create(workstream=workstream, name="Officers trained", baseline_on=date(2024, 7, 31))
    Saving.objects.create(workstream=workstream, name="Fewer places far away", kind="cashable", full_year_amount=90_000)
    Risk.objects.create(agreement=agreement, number="1", wording="Too few officers.", likelihood=4, impact=4)
    factories.make_dsg_position(world.period)
    money_examples.make(world)
    _make_measures(world)
    _make_code_lists()
    _make_imports(world)
    _make_comparators(world)
    _make_submitted_round(world)
    _make_edition(world)
    question_examples.make(world)
    _make_alert(world)
    return world


def _make_measures(world: World) -> None:
    shipped, _ = Indicator.objects.get_or_create(code="plans_maintained", defaults={"name": "EHC plans"})
    own = Indicator.objects.create(
        authority=world.authority, code=f"own-measure-{world.authority.la_code}", name="Visits"
    )
    for indicator in (shipped, own):
        version, _ = IndicatorVersion.objects.get_or_create(
            indicator=indicator, defaults={"definition": "How many.", "unit": "count", "period_basis": "snapshot"}
        )
        Measurement.objects.create(
            authority=world.authority,
            version=version,
            area_code=world.authority.gss_code,
            period_start=date(2023, 10, 31),
            period_end=date(2023, 10, 31),
            value=Decimal(1570),
            recorded_at=NOW,
        )


def _make_code_lists() -> None:
    for topic, code in (("placement", "neet"), ("placement_group", "other")):
        Category.objects.get_or_create(authority=None, topic=topic, code=code, defaults={"label": code, "order": 1})
    Crosswalk.objects.get_or_create(
        authority=None, topic="placement", code="neet", group_topic="placement_group", group_code="other"
    )
    ReturnCode.objects.get_or_create(authority=None, item="RequestOutcome", code="N", meaning="refused")


def _make_comparators(world: World) -> None:
    area, _ = Area.objects.get_or_create(gss_code="E06000026", defaults={"name": "Plymouth", "level": "authority"})
    group = ComparatorGroup.objects.create(authority=world.authority, kind="own", name="South coast")
    group.members.create(area=area)
    who = world.people["officer"]
    CouncilDashboard.objects.create(
        authority=world.authority,
        name="For the board",
        charts=[{"code": "plans_maintained", "by": "", "against": "", "words": "Look at this."}],
        is_shared=True,
        made_at=NOW,
        made_by=who,
        updated_at=NOW,
        updated_by=who,
    )


def _make_imports(world: World) -> None:
    """Figures that were typed, and a file on record whose source was kept."""
    who = world.people["officer"]
    stamps = {"authority": world.authority, "imported_at": NOW, "imported_by": who}
    ImportBatch.objects.create(kind="typed", added=1, **stamps)
    batch = ImportBatch.objects.create(importer="grid", file_name="figures.csv", added=1, **stamps)
    run = ImportRun.objects.create(
        authority=world.authority,
        importer="grid",
        state="confirmed",
        file_name="figures.csv",
        file_sha256="0" * 64,
        heartbeat_at=NOW,
        made_at=NOW,
        made_by=who,
        batch=batch,
    )
    content = zlib.compress(b"as delivered")
    SourceFile.objects.create(run=run, name="figures.csv", size=12, sha256="0" * 64, content=content)
    ColumnMapping.objects.create(
        authority=world.authority,
        name="Monthly return",
        shape="long",
        columns={"KPI": "measure", "Month": "period", "Actual": "value"},
        updated_at=NOW,
        updated_by=who,
    )


def _make_alert(world: World) -> None:
    Alert.objects.create(
        authority=world.authority,
        key="measure:plans_maintained",
        name="EHC plans",
        period="31 October 2023",
        period_end=date(2023, 10, 31),
        direction="off",
        sentence="1,570 on 31 October 2023. It is 22 above the agreed trajectory (1,548), outside the tolerance of 3.",
        value=Decimal(1570),
        target=Decimal(1548),
        tolerance=Decimal(3),
        page=f"/c/{world.authority.la_code}/measures/plans_maintained/",
        raised_at=NOW,
    )


def _make_submitted_round(world: World) -> None:
    who = world.people["programme_manager"]
    stamps = {"sent_at": NOW, "sent_by": who, "submitted_at": NOW, "submitted_by": who}
    earlier = factories.period_of(world.agreement, "update-3-2023-24")
    submission = factories.make_submission(earlier, status="submitted", **stamps)
    IssuedFile.objects.create(
        submission=submission,
        kind="docx",
        name="return.docx",
        content_type="application/octet-stream",
        content=b"as issued",
        sha256="0" * 64,
        layout_version="1",
        issued_at=NOW,
    )


def _make_edition(world: World) -> None:
    """A published edition, and a link to it whose address is known."""
    who = world.people["programme_manager"]
    PublicPage.objects.create(authority=world.authority, is_open=True, changed_at=NOW, changed_by=who)
    choices = {
        "members": Choice("For the forum.", ["plans"]),
        "links": Choice("For whoever has the link.", ["plans"]),
        "public": Choice("For everybody.", ["plans"]),
    }
    edition = prepare(world.authority, month=date(2023, 10, 1), title="Dashboard", choices=choices, by=who, now=NOW)
    publish(edition, seen=build_edition(edition).sha256, by=who, now=NOW)
    mail_examples.furnish(edition, who)
    for frozen in edition.contents.all():
        for kind in PublishedFile.Kind.values:
            make_published_file(frozen, kind)
    ShareLink.objects.create(
        publication=edition,
        token_sha256=digest_of(f"a-link-of-{world.authority.la_code}"),
        label="Forum",
        expires_on=date(2030, 1, 1),
        made_at=NOW,
        made_by=who,
    )
    FeedKey.objects.create(
        authority=world.authority,
        audience="public",
        label="Board report",
        key_sha256=digest_of(f"a-key-of-{world.authority.la_code}"),
        made_at=NOW,
        made_by=who,
    )


def make_published_file(frozen: PublishedContent, kind: str) -> None:
    """Bytes in place of a real file: drawing one takes a second."""
    PublishedFile.objects.create(
        frozen=frozen,
        kind=kind,
        name=f"edition.{kind}",
        content_type="application/octet-stream",
        content=b"as made",
        size=7,
        sha256="0" * 64,
        layout_version="1",
        made_at=NOW,
    )
