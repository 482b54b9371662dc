"""What the address of a report says: month, sex, indicator and order. Nonsense falls back to what is usual."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone

from registry.models import SexChoice
from reports.indicators import BY_CODE, HEADLINE, Indicator
from reports.rules import periods

BY_NAME = "nama"


@dataclass(frozen=True, slots=True)
class Query:
    """The state of a report page, kept in its address."""

    month: date
    sex: str
    indicator: Indicator
    order: str

    @property
    def sort_key(self) -> str:
        return self.order.removeprefix("-")

    @property
    def is_descending(self) -> bool:
        return self.order.startswith("-")

    def link(self, path: str = "", **changes: str) -> str:
        """`path` with this state and some changes; an empty value leaves the parameter out."""
        state = {
            "bulan": periods.written(self.month),
            "jk": self.sex,
            "indikator": "" if self.indicator.code == HEADLINE[0] else self.indicator.code,
            "urut": "" if self.order == BY_NAME else self.order,
        } | changes
        return f"{path}?{urlencode({name: value for name, value in state.items() if value})}"

    def sort_link(self, key: str) -> str:
        """The link of a column's head: figures from the largest first, names from A; a second time turns it round."""
        first, second = (key, f"-{key}") if key == BY_NAME else (f"-{key}", key)
        return self.link(urut=second if self.order == first else first)


def read(parameters: QueryDict) -> Query:
    """The state in an address."""
    sex, order = parameters.get("jk", ""), parameters.get("urut", "")
    return Query(
        month=periods.read_month(parameters.get("bulan", ""), timezone.localdate()),
        sex=sex if sex in SexChoice.values else "",
        indicator=BY_CODE.get(parameters.get("indikator", ""), BY_CODE[HEADLINE[0]]),
        order=order if order.removeprefix("-") in {BY_NAME, *BY_CODE} else BY_NAME,
    )
