"""What a phone can send, by the name of its kind. A handler stores one item and answers what it stored.

A handler gets the ledger row (with device and user) and the item, runs in a transaction of its own, and raises Refused
or Http404 when nothing is to be stored. It is safe to repeat.
"""

from __future__ import annotations

from collections.abc import Callable

from visits.models import SyncItem
from visits.sync.ending_items import cancel, discard
from visits.sync.items import Item
from visits.sync.people_items import save_newcomer
from visits.sync.referral_items import save_decline, save_referral
from visits.sync.screening_items import save_screening
from visits.sync.service_items import save_immunisations, save_service
from visits.sync.visit_items import save_visit

Handler = Callable[[SyncItem, Item], dict[str, object]]

HANDLERS: dict[str, Handler] = {
    "visit": save_visit,
    "newcomer": save_newcomer,
    "screening": save_screening,
    "service": save_service,
    "immunisation": save_immunisations,
    "referral": save_referral,
    "decline": save_decline,
    "cancel": cancel,
    "discard": discard,
}
