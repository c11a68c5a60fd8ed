"""Which charts of an edition lead to a count that would be given away."""

from dashboards.publishing.collecting import Collected
from dashboards.publishing.knowledge import Key


def charts_near(key: Key, everything: Collected) -> set[str]:
    """The charts with the count itself or with one that hangs together with it, however many steps away."""
    reached, layer, charts = {key}, {key}, set(everything.charts.get(key, ()))
    while layer and not charts:
        beside = {
            other
            for relation in everything.relations.values()
            if not layer.isdisjoint(relation.keys)
            for other in relation.keys
        }
        layer = beside - reached
        reached |= layer
        charts = {chart for other in layer for chart in everything.charts.get(other, ())}
    return charts
