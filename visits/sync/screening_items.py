"""Questionnaires from a phone's queue, stored or put off as through the API.

Nothing of an answer may stand in the ledger's answers, which are not sealed: of private forms no reason repeats what
was said.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404
from rest_framework import serializers

from registry.permissions import Action
from visits import services
from visits.models import Screening, SyncItem, Visit
from visits.rules.questionnaire import AnswersRefused
from visits.screenings import storing
from visits.sync.codes import Code
from visits.sync.items import Item, Problem, Refused
from visits.sync.reading import (
    VisitPart,
    of_visit,
    own_results,
    read,
    refuse_cancelled,
    refuse_closed,
    text,
    visit_of,
)

_UNKNOWN_ANSWER = "Ada jawaban yang tidak dikenal. Isi ulang lembarnya."


class ScreeningBody(VisitPart):
    """Isi kiriman `screening`: jawaban satu lembar, atau alasan menundanya."""

    form = serializers.CharField(max_length=20)
    answers = serializers.DictField(
        child=serializers.CharField(allow_null=True, max_length=20), required=False, default=dict
    )
    by_self = serializers.BooleanField(required=False, default=False)
    postponed_because = text(200)
    form_revision = serializers.IntegerField(required=False, default=0, min_value=0)
    reason = text(200)


def save_screening(row: SyncItem, item: Item) -> dict[str, object]:
    """Store one form of a visit. Raises Refused, and Http404 for what the sender may not record."""
    given = read(ScreeningBody, item)
    visit = visit_of(row, item, given, Action.RECORD, of_guests=True)
    form = given["form"]
    if form not in Screening.Form.values:
        raise Http404
    try:
        stored = _store(row, visit, given)
    except storing.NotForThisPerson as error:
        text = "Lembar ini bukan untuk umur orang ini."
        raise Refused.because(Code.NOT_ON_CARD, "form", text) from error
    except storing.NothingAnswered as error:
        raise Refused.because(Code.REFUSED, "answers", "Belum ada yang dijawab.") from error
    except AnswersRefused as error:
        told = [_UNKNOWN_ANSWER] if form in Screening.PRIVATE else error.problems
        raise Refused(Problem(Code.REFUSED, each, "answers") for each in told) from error
    except storing.ScreeningChanged as error:
        raise _changed(error.screening) from error
    except services.SessionClosed as error:
        refuse_closed(error, row.user)
    except services.VisitCancelled:
        refuse_cancelled(visit)
    return _told(stored)


def _store(row: SyncItem, visit: Visit, given: dict[str, Any]) -> Screening:
    form = given["form"]
    # What the phone itself stored before it was answered, it has seen.
    own = [result["form_revision"] for result in own_results(row, visit, form=form)]
    common: dict[str, Any] = {
        "visit": visit,
        "form": form,
        "user": row.user,
        "by_self": given["by_self"],
        "base_revision": max([given["form_revision"], *own]),
        "reason": given["reason"],
    }
    if given["postponed_because"]:
        return storing.postpone_screening(because=given["postponed_because"], **common)
    return storing.record_screening(answers=given["answers"], **common)


def _changed(stored: Screening) -> Refused:
    """Both are kept until somebody chooses; of a private form the phone only learns that there is another one."""
    by = str(stored.asked_by or "")
    problem = Problem(
        Code.CHANGED_MEANWHILE,
        f"Baru saja diisi oleh {by or 'orang lain'}.",
        stored.form,
        None if stored.form in Screening.PRIVATE else stored.answers,
        by,
        stored.asked_at,
    )
    return Refused([problem], _told(stored))


def _told(stored: Screening) -> dict[str, object]:
    visit = Visit.objects.unscoped("the visit just written to").get(pk=stored.visit_id)
    return of_visit(visit) | {"form": stored.form, "form_revision": stored.revision}
