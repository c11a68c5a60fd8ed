"""Records with what belongs to them in one query, where ``prefetch_related`` takes one more for each relation."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple, TypeVar

from django.db.models import FilteredRelation, Model, Q, QuerySet

Record = TypeVar("Record", bound=Model)


def with_children(
    parents: QuerySet[Record],
    *paths: str,
    only: Mapping[str, Q] | None = None,
    plain: Mapping[str, tuple[str, type[NamedTuple]]] | None = None,
) -> list[Record]:
    """As ``parents.prefetch_related(*paths)`` gives them, in the order of ``parents``, which orders the children too.

    A path follows foreign keys from either end: ``"figures"``, ``"members__area"``. ``only`` says, by the name of a
    relation of the parents, which of its children are wanted. For few parents with few children: the parent's columns
    come with each child, and where there are two kinds of children each of one with each of the other.

    ``plain`` is for many children of which a few columns are wanted: by the name of the list that each parent is given,
    their relation and the kind of tuple they are to be. A tuple takes a tenth of the time and memory of a record. What
    ``parents`` defer is left out here too.
    """
    only = only or {}
    # A condition that nothing can meet would leave the parents out as well; nothing is without a key.
    limited = {
        name: FilteredRelation(name, condition=wanted | Q(**{f"{name}__pk__isnull": True}))
        for name, wanted in only.items()
    }
    columns: list[str] = []
    names, are_left_out = parents.query.deferred_loading
    whole = _Part(parents.model, columns, left_out=names if are_left_out else ())
    for path in paths:
        part, place = whole, ""
        for name in path.split("__"):
            place += f"{_wanted(name) if part is whole and name in limited else name}__"
            part = part.along(name, place, columns)
    told = [
        _Plain(name, kind, _wanted(relation) if relation in limited else relation, columns)
        for name, (relation, kind) in (plain or {}).items()
    ]
    asked = parents.annotate(**{_wanted(name): each for name, each in limited.items()})
    if limited and parents.query.order_by:
        # By its own name the relation would be joined once more, with all its children, wanted or not.
        asked = asked.order_by(*(_repoint(each, limited) for each in parents.query.order_by))
    for row in asked.values_list(*columns):
        whole.take(row, parents.db)
        for each in told:
            each.take(row, whole.records[row[whole.key]])
    return list(whole.records.values())  # type: ignore[arg-type]


def has_children(parent: Model, name: str) -> bool:
    """Whether they were read with it, so that asking for them takes no query."""
    return name in vars(parent).get("_prefetched_objects_cache", {})


def _wanted(name: str) -> str:
    return f"wanted_{name}"


def _repoint(order: Any, limited: Collection[str]) -> Any:
    """The same order, by the children that are wanted where it is by those of a relation that is limited."""
    if not isinstance(order, str):
        return order
    sign, path = ("-", order[1:]) if order.startswith("-") else ("", order)
    return f"{sign}{_wanted(path)}" if path.partition("__")[0] in limited else order


class _Part:
    """The columns of a row that make one record, and the parts that make what belongs to it."""

    def __init__(
        self,
        model: type[Model],
        columns: list[str],
        place: str = "",
        relation: Any = None,
        left_out: Collection[str] = (),
    ) -> None:
        self.model, self.relation = model, relation
        self.names = [field.attname for field in model._meta.concrete_fields if field.name not in left_out]
        self.begins = len(columns)
        self.key = self.begins + self.names.index(model._meta.pk.attname)
        self.parts: dict[str, _Part] = {}
        self.records: dict[Any, Model] = {}
        columns += [place + name for name in self.names]

    def along(self, name: str, place: str, columns: list[str]) -> "_Part":
        """The part at the other end of a relation, the same one for every path that goes there."""
        if name not in self.parts:
            relation: Any = self.model._meta.get_field(name)
            self.parts[name] = _Part(relation.related_model, columns, place, relation)
        return self.parts[name]

    def take(self, row: tuple[Any, ...], database: str, owner: Model | None = None) -> None:
        """Make the record that the row has here, unless another row had it, and give it to its owner."""
        pk = row[self.key]
        if pk is None:
            return
        record = self.records.get(pk)
        if record is None:
            values = row[self.begins : self.begins + len(self.names)]
            record = self.records[pk] = self.model.from_db(database, self.names, values)
            for name, part in self.parts.items():
                if part.relation.one_to_many:
                    _children(record, name)
            if owner is not None and self.relation.one_to_many:
                setattr(record, self.relation.remote_field.name, owner)
                _children(owner, self.relation.name).append(record)
        if owner is not None and not self.relation.one_to_many and not self.relation.is_cached(owner):
            setattr(owner, self.relation.name, record)
        for part in self.parts.values():
            part.take(row, database, record)


class _Plain:
    """The columns of a row that make one tuple, which a parent is given once."""

    def __init__(self, name: str, kind: type[NamedTuple], place: str, columns: list[str]) -> None:
        self.name, self.kind, self.key = name, kind, len(columns)
        columns += [f"{place}__{each}" for each in ("pk", *kind._fields)]
        self.place = slice(self.key + 1, len(columns))
        self.taken: set[Any] = set()

    def take(self, row: tuple[Any, ...], parent: Model) -> None:
        given, pk = vars(parent).setdefault(self.name, []), row[self.key]
        if pk is not None and pk not in self.taken:
            self.taken.add(pk)
            given.append(self.kind._make(row[self.place]))


def _children(parent: Model, name: str) -> list[Model]:
    """Those that a parent has been given, as ``prefetch_related`` keeps them; none at first."""
    known = vars(parent).setdefault("_prefetched_objects_cache", {})
    if name not in known:
        found = getattr(parent, name).get_queryset()
        found._result_cache, found._prefetch_done = [], True
        known[name] = found
    children: list[Model] = known[name]._result_cache
    return children
