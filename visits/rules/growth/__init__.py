"""WHO growth z-scores: the 2006 standards by day and the 2007 reference by month. Standard library only.

On the command line: python -m visits.rules.growth cases.csv
"""

from visits.rules.growth.bulk import score_children
from visits.rules.growth.chart import ChartIndex, sd_line
from visits.rules.growth.scores import (
    FIRST_STANDING_DAY,
    LAST_DAY_2006,
    Growth,
    Number,
    Position,
    assess_growth,
)

__all__ = [
    "FIRST_STANDING_DAY",
    "LAST_DAY_2006",
    "ChartIndex",
    "Growth",
    "Number",
    "Position",
    "assess_growth",
    "score_children",
    "sd_line",
]
