from dashboards.models.import_batch import ImportBatch
from dashboards.models.indicator import Indicator, IndicatorCondition, IndicatorVersion
from dashboards.models.measurement import Measurement
from dashboards.models.target import Target

__all__ = ["ImportBatch", "Indicator", "IndicatorCondition", "IndicatorVersion", "Measurement", "Target"]
