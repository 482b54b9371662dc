"""Taking a merge back: two people again, each with what was theirs."""

from __future__ import annotations

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from registry import months
from registry.models import Merge, Resident, User
from registry.services.merging.merge import mark
from registry.services.merging.rows import Log, lock_people, references

_WHY = "of people the caller may separate"


class CannotUndo(Exception):
    """The merge must stay for now; the text says why. `first` is a merge to be undone before it, if there is one."""

    def __init__(self, reason: str, first: Merge | None = None) -> None:
        super().__init__(reason)
        self.first = first


@transaction.atomic
def undo_merge(*, merge: Merge, user: User | None) -> Merge:
    """Give both people back what they had; repeatable. What somebody changed since then stays, and `remarks` says so.

    Visits that were sent for the absorbed person since then become theirs. Raises CannotUndo.
    """
    people = [merge.kept_id, merge.absorbed_id]
    rows = lock_people(people)
    merge = Merge.objects.unscoped(_WHY).select_for_update(of=("self",)).get(pk=merge.pk)
    if merge.undone_at is not None:
        return merge
    log = Log.load(merge.before)
    _refuse_later_merge(merge, rows[merge.kept_id])
    _refuse_taken_nik(merge, log)
    mark(people)
    left = log.undo() + _give_back(merge)
    mark(people)
    both = Resident.objects.unscoped(_WHY).filter(pk__in=people).order_by("pk")
    try:
        months.people_changed(list(both))
    except ValueError as error:
        raise CannotUndo(
            "Ada kunjungan yang datang sesudah digabung, sebelum tanggal lahir orang itu. Batalkan dulu kunjungannya."
        ) from error
    merge.undone_at, merge.undone_by = timezone.now(), user
    merge.remarks = left
    merge.save(update_fields=["undone_at", "undone_by", "remarks"])
    return merge


def why_not_undo(merge: Merge) -> CannotUndo | None:
    """The reason for which this merge must stay for now, to be told before anybody tries."""
    try:
        _refuse_later_merge(merge, merge.kept)
        _refuse_taken_nik(merge, Log.load(merge.before))
    except CannotUndo as reason:
        return reason
    return None


def _refuse_later_merge(merge: Merge, kept: Resident) -> None:
    """The last merge goes first: a later one was decided on what this one had made."""
    merges = Merge.objects.unscoped(_WHY).filter(undone_at__isnull=True).select_related("kept", "absorbed")
    later = merges.filter(absorbed=kept).first()
    later = later or merges.filter(kept=kept, merged_at__gt=merge.merged_at).order_by("-merged_at").first()
    if later is not None:
        raise CannotUndo(
            f"Sesudah itu {later.absorbed} digabung ke {later.kept}. Batalkan dulu penggabungan itu.", later
        )


def _refuse_taken_nik(merge: Merge, log: Log) -> None:
    """A number that goes back to its person must be free, or be held by the one who gives it back."""
    kept_was, kept_became = log.values_of(merge.kept)
    holders = Resident.objects.with_merged(_WHY).exclude(pk=merge.absorbed_id)
    for was, owner in ((kept_was, merge.kept), (log.values_of(merge.absorbed)[0], merge.absorbed)):
        number = was.get("nik_hash")
        holder = holders.filter(nik_hash=number).exclude(pk=owner.pk).first() if number else None
        if holder is None:
            continue
        if holder.pk == merge.kept_id and kept_became.get("nik_hash") == number:
            continue
        raise CannotUndo(f"NIK {owner.name} sekarang dipakai {holder.name}. Betulkan dulu NIK itu.")


def _give_back(merge: Merge) -> list[str]:
    """What came for the absorbed person after the merge; what they have no room for stays, in sentences."""
    left = []
    for label, pk in merge.arrived_later:
        model = apps.get_model(label)
        keys = [key for key in references() if key.model is model]
        for key in keys:
            row = model._base_manager.filter(pk=pk, **{key.name: merge.kept_id}).first()
            if row is None:
                continue
            try:
                with transaction.atomic():
                    model._base_manager.filter(pk=pk).update(**{key.attname: merge.absorbed_id})
            except IntegrityError:
                left.append(f"{row}: tetap pada {merge.kept}, karena {merge.absorbed} sudah punya hari itu.")
    return left
