"""Finding people by words or by numbers, through indexes.

Words: a full-text index on PostgreSQL, on SQLite a scan of the people in scope.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connections, models
from django.db.models import Q

from registry.models.fields import TAIL_DIGITS, keyed_hash, phone_hash, tail_hash
from registry.rules.nik import LENGTH
from registry.rules.search_words import alternatives, narrowing_words

if TYPE_CHECKING:
    from uuid import UUID

CONFIG = "simple"
# More people than this behind one number means that the number says nothing.
MOST_BEHIND_A_NUMBER = 2_000
# Nobody leafs through more hits than this; one letter more finds fewer.
MOST_HITS = 1_000
_Rows = TypeVar("_Rows", bound="models.QuerySet[Any]")


def digits_of(text: str) -> str:
    """The digits of a NIK, KK or telephone number as typed; empty when the text is something else."""
    plain = "".join(character for character in text if character not in " .-+()")
    return plain if plain.isascii() and plain.isdigit() and len(plain) >= TAIL_DIGITS else ""


def with_words(people: _Rows, text: str, within: Iterable[str] = ()) -> _Rows:
    """Those in whose words every typed word begins one, in any order; `within` are paths of units, to narrow."""
    typed = alternatives(text)
    if not typed:
        return people.none()
    if connections[people.db].vendor == "postgresql":
        # The limit keeps the planner from reading every person in scope word by word instead of the index.
        return people.filter(pk__in=_hits(people, typed, within)[:MOST_HITS])
    for words in typed:
        condition = Q()
        for word in words:
            condition |= Q(search_words__startswith=word) | Q(search_words__contains=f" {word}")
        people = people.filter(condition)
    return people


def is_cut(people: models.QuerySet[Any], text: str, within: Iterable[str] = ()) -> bool:
    """Whether more people have these words than `with_words` gives, so that one word more is needed."""
    typed = alternatives(text)
    if not typed or connections[people.db].vendor != "postgresql":
        return False
    return len(_hits(people, typed, within)[: MOST_HITS + 1]) > MOST_HITS


def _hits(
    people: models.QuerySet[Any], typed: list[tuple[str, ...]], within: Iterable[str]
) -> models.QuerySet[Any]:
    """Ids of all who have the words, in no order, through the full-text index."""
    query = " & ".join(f"({' | '.join(f'{word}:*' for word in words)})" for words in typed)
    if units := narrowing_words(within):
        query += f" & ({' | '.join(units)})"
    vector = SearchVector("search_words", config=CONFIG)
    everybody = people.model._base_manager.alias(words=vector).order_by()
    found = everybody.filter(words=SearchQuery(query, config=CONFIG, search_type="raw"))
    return cast("models.QuerySet[Any]", found.values_list("pk", flat=True))


def with_number(people: _Rows, digits: str) -> _Rows:
    """Those with this NIK, KK (also an earlier one) or telephone number, whole, or NIK or KK by its last digits."""
    return people.filter(pk__in=_behind(people, digits))


def _behind(people: models.QuerySet[Any], digits: str) -> set[UUID]:
    """Ids within `people`; looked up column by column, because one OR over several tables uses no index."""
    from registry.models.household import Household, PastKk

    own = people.order_by()
    if len(digits) == LENGTH:
        hashed = keyed_hash(digits)
        households = Household.objects.unscoped("narrowed to people in scope below").filter(kk_hash=hashed)
        earlier = PastKk.objects.unscoped("as above").filter(kk_hash=hashed)
        homes = {*households.values_list("pk", flat=True), *earlier.values_list("household", flat=True)}
        return _ids(own.filter(nik_hash=hashed)) | _ids(own.filter(household__in=homes))
    return _by_phone(own, digits) | _by_tail(own, digits)


def _by_phone(own: models.QuerySet[Any], digits: str) -> set[UUID]:
    hashed = phone_hash(digits)
    return _ids(own.filter(phone_hash=hashed)) | _ids(own.filter(household__phone_hash=hashed))


def _by_tail(own: models.QuerySet[Any], digits: str) -> set[UUID]:
    tail = tail_hash(digits)
    niks = own.filter(nik_tail_hash=tail).values_list("pk", "nik")[:MOST_BEHIND_A_NUMBER]
    kks = own.filter(household__kk_tail_hash=tail).values_list("pk", "household__kk")[:MOST_BEHIND_A_NUMBER]
    # Four digits are the hash's own; more of them are compared with the number itself.
    return {pk for rows in (niks, kks) for pk, number in rows if number.endswith(digits)}


def _ids(rows: models.QuerySet[Any]) -> set[UUID]:
    return set(rows.values_list("pk", flat=True)[:MOST_BEHIND_A_NUMBER])
