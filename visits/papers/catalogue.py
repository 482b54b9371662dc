"""All official cards, in the order of the registers."""

from __future__ import annotations

from visits.papers.adults import ADULT, SRQ
from visits.papers.children import CHILD
from visits.papers.column import Code, Paper
from visits.papers.elderly import ABILITY, INDEPENDENCE
from visits.papers.mothers import AFTER_BIRTH, PREGNANT
from visits.papers.school import SCHOOL

ALL = (PREGNANT, AFTER_BIRTH, CHILD, SCHOOL, ADULT, SRQ, INDEPENDENCE, ABILITY)
PAPERS: dict[Code, Paper] = {paper.code: paper for paper in ALL}
