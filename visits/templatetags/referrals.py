"""The proposals of a visit on its page, with the form that decides about them."""

from typing import Any

from django import template
from django.template import RequestContext

from registry.permissions import Action
from visits.forms.referrals import ReferForm
from visits.models import Visit
from visits.referrals import Decision, letter_of
from visits.referrals.reading import decided
from visits.results import Result, result_of

register = template.Library()


@register.inclusion_tag("visits/referrals/decide.html", takes_context=True)
def referral_decisions(context: RequestContext, visit: Visit, result: Result | None = None) -> dict[str, Any]:
    """What is proposed, what was decided, and a form for what is open; `result` where the page has it already.

    The person's Posyandu and the visit's cards are loaded.
    """
    user = context["request"].user
    letter = letter_of(visit, user)
    decisions = decided(visit, user, result or result_of(visit), letter)
    may_decide = visit.cancelled_at is None and user.may(Action.RECORD, visit.resident.posyandu.unit)
    proposed = {str(each.proposal.code) for each in decisions}
    waiting = any(each.is_open for each in decisions)
    form = ReferForm(visit=visit, decisions=decisions, letter=letter, user=user) if waiting else None
    return {
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
        "visit": visit,
        "decisions": [each for each in decisions if not _in_form(each, form)],
        # In somebody's own words, or no longer proposed.
        "others": [why for why in (letter.reasons if letter else ()) if why.code not in proposed],
        "has_proposals": bool(decisions),
        "letter": letter,
        "form": form if may_decide else None,
        "waiting": [each for each in decisions if each.is_open] if not may_decide else [],
        "may_decide": may_decide,
    }


def _in_form(decision: Decision, form: ReferForm | None) -> bool:
    return decision.is_open or (form is not None and decision.is_declined)
