"""Which of the figures of a published file the catalogue can hold."""

from collections.abc import Collection

from dashboards.models import Indicator
from dashboards.series import current_version, usable
from safetyvalve.core.models import Authority


class Catalogue:
    """The council's measures by code, as far as figures of their own can be recorded for them. Two queries."""

    def __init__(self, authority: Authority, codes: Collection[str]) -> None:
        self._measures: dict[str, Indicator] = {
            indicator.code: indicator
            for indicator in usable(authority, sorted(codes))
            if (version := current_version(indicator)) is not None and version.is_typed
        }
        self.missing = sorted(set(codes) - set(self._measures))

    def holds(self, code: str, topic: str = "") -> bool:
        """Whether figures of the measure can be recorded, divided by ``topic`` if there is one."""
        measure = self._measures.get(code)
        return measure is not None and (not topic or topic in measure.breakdown_topics)
