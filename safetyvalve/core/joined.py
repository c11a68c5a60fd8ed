"""Records with their children in one query, where ``prefetch_related`` takes two."""

from typing import Any, TypeVar

from django.db.models import ForeignKey, Model, QuerySet

Record = TypeVar("Record", bound=Model)


def with_children(parents: QuerySet[Record], name: str, of_child: str = "") -> list[Record]:
    """As ``parents.prefetch_related(name)`` gives them, in the order of ``parents``; of a parent's children its too.

    ``of_child`` names a foreign key of the children that is read with them. For few parents with few children: the
    parent's columns come with each child.
    """
    child = parents.model._meta.get_field(name).related_model
    assert isinstance(child, type)  # noqa: S101 - the other side of a foreign key
    onto = child._meta.get_field(of_child) if of_child else None
    grandchild = onto.related_model if isinstance(onto, ForeignKey) else None
    mine, theirs = _columns(parents.model), _columns(child)
    more = _columns(grandchild) if grandchild else []
    place, back = mine.index(parents.model._meta.pk.attname), _back(parents.model, name)
    asked = (*mine, *(f"{name}__{each}" for each in theirs), *(f"{name}__{of_child}__{each}" for each in more))
    found: dict[Any, Record] = {}
    children: dict[Any, list[Model]] = {}
    for row in parents.values_list(*asked):
        own, rest = row[: len(mine)], row[len(mine) :]
        pk = own[place]
        parent = found[pk] if pk in found else found.setdefault(pk, parents.model.from_db(parents.db, mine, own))
        among = children.setdefault(pk, [])
        one = child.from_db(parents.db, theirs, rest[: len(theirs)])
        if one.pk is not None:
            setattr(one, back, parent)
            if grandchild:
                setattr(one, of_child, grandchild.from_db(parents.db, more, rest[len(theirs) :]))
            among.append(one)
    for pk, parent in found.items():
        kept = getattr(parent, name).get_queryset()
        kept._result_cache, kept._prefetch_done = children[pk], True
        vars(parent).setdefault("_prefetched_objects_cache", {})[name] = kept
    return list(found.values())


def _columns(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def _back(model: type[Model], name: str) -> str:
    """What a child calls its parent."""
    key = model._meta.get_field(name).remote_field
    assert key is not None  # noqa: S101 - the foreign key that makes them children
    return str(key.name)
