import pytest

from conditions.models import Programme
from conditions.services import programmes
from safetyvalve.core.models import AuditEvent
from safetyvalve.core.services.refusals import NotAllowed
from tests.factories import NOW, World, make_authority, make_installation_administrator


@pytest.fixture
def shipped(world: World) -> Programme:
    return world.agreement.programme


def test_a_council_copies_a_shipped_programme_and_its_levels(world: World, shipped: Programme) -> None:
    by = world.people["administrator"]
    own = programmes.copy(shipped, authority=world.authority, by=by, now=NOW)
    assert (own.authority, own.slug) == (world.authority, "safety-valve-termly-999")
    assert [(level.key, level.word) for level in own.rag_levels.all()] == [
        (level.key, level.word) for level in shipped.rag_levels.all()
    ]
    assert shipped.rag_levels.count() == 4
    assert AuditEvent.objects.get().action == "programme_copied"


def test_two_copies_have_two_addresses(world: World, shipped: Programme) -> None:
    by = world.people["administrator"]
    slugs = [programmes.copy(shipped, authority=world.authority, by=by, now=NOW).slug for _ in range(2)]
    assert slugs == ["safety-valve-termly-999", "safety-valve-termly-999-2"]


def test_a_councils_own_words_change_level_by_level(world: World, shipped: Programme) -> None:
    by = world.people["administrator"]
    own = programmes.copy(shipped, authority=world.authority, by=by, now=NOW)
    own.condition_word = "pillar"
    levels = list(own.rag_levels.all())
    levels[2].word = "Yellow"
    programmes.change(own, levels, authority=world.authority, by=by, now=NOW)
    events = list(AuditEvent.objects.order_by("sequence").values_list("action", flat=True))
    assert events == ["programme_copied", "programme_changed", "rag_level_changed"]
    assert [level.word for level in own.rag_levels.all()] == ["Blue", "Green", "Yellow", "Red"]


def test_a_shipped_programme_is_read_only_for_a_council(world: World, shipped: Programme) -> None:
    shipped.name = "Changed"
    with pytest.raises(NotAllowed, match="shipped for every council"):
        programmes.change(shipped, [], authority=world.authority, by=world.people["administrator"], now=NOW)
    assert Programme.objects.get(pk=shipped.pk).name != "Changed"


def test_whoever_runs_the_installation_may_change_a_shipped_programme(world: World, shipped: Programme) -> None:
    shipped.name = "Safety Valve"
    programmes.change(shipped, [], authority=world.authority, by=make_installation_administrator(), now=NOW)
    assert Programme.objects.get(pk=shipped.pk).name == "Safety Valve"


def test_another_councils_programme_is_not_for_changing(world: World, shipped: Programme) -> None:
    elsewhere = make_authority("Brackwater", "998")
    theirs = programmes.copy(shipped, authority=elsewhere, by=world.people["administrator"], now=NOW)
    assert programmes.why_read_only(theirs, world.authority, by=make_installation_administrator()) != []
