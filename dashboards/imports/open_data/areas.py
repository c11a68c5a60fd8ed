"""Whose figures are kept of a published file: the council's own and those it is held against."""

from dataclasses import dataclass
from typing import Final

from dashboards.imports.open_data.labels import area_key
from dashboards.models import Area, ComparatorGroup
from safetyvalve.core.models import Authority

ENGLAND: Final = "E92000001"


@dataclass(frozen=True)
class Kept:
    """An area as figures are recorded for it. Both parts are empty for the council itself."""

    code: str = ""
    name: str = ""

    @property
    def is_own(self) -> bool:
        return not self.code


OWN: Final = Kept()


class Areas:
    """The council, England, its region, and the members of its comparator groups that stand. Four queries at most."""

    def __init__(self, authority: Authority) -> None:
        self.authority = authority
        known = {area.gss_code: area for area in Area.objects.all()}
        own = known.get(authority.gss_code)
        self.region = own.region_gss_code if own else ""
        wanted = {ENGLAND, self.region} | _members(authority)
        self._kept = {code: Kept(code, known[code].name) for code in wanted if code in known}
        self._kept.setdefault(ENGLAND, Kept(ENGLAND, "England"))
        self._kept[authority.gss_code] = OWN
        self._by_la_code = {area.la_code: code for code, area in known.items() if area.la_code}
        self._by_la_code[authority.la_code] = authority.gss_code
        self._by_name = {area_key(area.name): code for code, area in known.items()}
        self._by_name[area_key(authority.name)] = authority.gss_code
        self._by_name.setdefault("england", ENGLAND)

    def of(self, *, gss_code: str = "", la_code: str = "") -> Kept | None:
        """The area with one of these codes, if its figures are kept. Codes change, so either will do."""
        return self._kept.get(gss_code) or self._kept.get(self._by_la_code.get(la_code, ""))

    def named(self, name: str, la_code: str = "") -> tuple[Kept | None, bool]:
        """The area of that name, or else of that code, if its figures are kept; and whether the code is another's.

        The name decides: a published table has had the codes of two councils changed over.
        """
        by_name = self._by_name.get(area_key(name), "")
        by_code = self._by_la_code.get(la_code, "")
        if not by_name:
            return self._kept.get(by_code), False
        differs = bool(la_code) and by_code != by_name and bool({by_name, by_code} & set(self._kept))
        return self._kept.get(by_name), differs

    def of_row(self, level: str, *, gss_code: str, la_code: str, region: str, region_name: str) -> Kept | None:
        """The area of a row of DfE's statistics, whose level says which of its codes counts."""
        match level.lower():
            case "national":
                return self._kept[ENGLAND]
            case "regional":
                return self._kept.get(region) or self._unlisted_region(region, region_name)
            case "local authority":
                return self.of(gss_code=gss_code, la_code=la_code)
        return None

    def learn_region(self, code: str) -> None:
        """Take the council's region from its own row, where the list of areas does not have it."""
        self.region = self.region or code

    def _unlisted_region(self, code: str, name: str) -> Kept | None:
        return Kept(code, name) if code and code == self.region else None


def _members(authority: Authority) -> set[str]:
    """GSS codes in the newest edition of the statistical neighbours and in the council's own groups."""
    groups = list(ComparatorGroup.objects.filter(authority=authority).live().prefetch_related("members__area"))
    newest = next((group for group in groups if group.kind == ComparatorGroup.Kind.STATISTICAL), None)
    used = [group for group in groups if group.kind == ComparatorGroup.Kind.OWN or group == newest]
    return {member.area.gss_code for group in used for member in group.members.all()}
