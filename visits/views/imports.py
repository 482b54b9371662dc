"""Import pages for Puskesmas staff: upload, checking in steps, preview, result."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.http import AuthedRequest
from registry.permissions import Action, requires
from visits.forms.imports import ImportForm
from visits.importing import batches, preview, rejected
from visits.models import ImportBatch

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.IMPORT)
def import_new(request: AuthedRequest) -> HttpResponse:
    """Choose the Posyandu and the files; below it, what this person has left unfinished."""
    form = ImportForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        return redirect(form.save())
    unfinished = ImportBatch.objects.own(request.user).unfinished()
    return render(request, "visits/import_new.html", {"form": form, "unfinished": unfinished})


@require_safe
@never_cache
@requires(Action.IMPORT)
def import_detail(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Progress, preview or result, by the state of the batch."""
    batch = _own(request, pk)
    if batch.state == ImportBatch.State.CHECKING:
        return render(request, "visits/import_checking.html", {"batch": batch})
    if batch.state == ImportBatch.State.READY:
        context = preview.context(batch, request.GET.get("page", ""))
        return render(request, "visits/import_preview.html", context)
    months = [date.fromisoformat(month) for month in batch.months]
    context = {"batch": batch, "counts": preview.count_rows(batch), "months": months}
    return render(request, "visits/import_result.html", context)


@require_POST
@requires(Action.IMPORT)
def import_step(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Check the next rows; answers htmx with the progress bar, a plain form with the page."""
    batch = batches.step(_own(request, pk).pk)
    if request.headers.get("HX-Request") != "true":
        return redirect(batch)
    response = render(request, "visits/import_progress.html", {"batch": batch})
    if batch.state != ImportBatch.State.CHECKING:
        response["HX-Redirect"] = batch.get_absolute_url()
    return response


@require_POST
@requires(Action.IMPORT)
def import_confirm(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Write all good rows, or throw the upload away."""
    batch = _own(request, pk)
    if request.POST.get("decision") == "cancel":
        batches.cancel(batch)
        messages.info(request, "Impor dibatalkan. Tidak ada data yang ditulis; isi berkas sudah dihapus.")
        return redirect("import_new")
    try:
        batch = batches.confirm(batch.pk)
    except batches.AlreadyFinished:
        messages.info(request, "Impor ini sudah selesai sebelumnya.")
    except batches.ChangedMeanwhile:
        messages.warning(
            request,
            "Data di aplikasi berubah sejak berkas diperiksa. Belum ada yang ditulis; lihat hasil baru ini.",
        )
    except IntegrityError:
        messages.error(
            request,
            "Tidak ada yang ditulis: ada data yang baru saja diubah orang lain. Silakan coba sekali lagi.",
        )
    else:
        messages.success(request, "Semua baris yang baik sudah masuk.")
    return redirect(batch)


@require_safe
@never_cache
@requires(Action.IMPORT)
def import_rejected(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """The refused rows as an Excel file, to be corrected at the source."""
    batch = get_object_or_404(ImportBatch.objects.own(request.user).unfinished(), pk=pk)
    response = HttpResponse(rejected.workbook(batches.outcomes(batch)), content_type=EXCEL)
    response["Content-Disposition"] = 'attachment; filename="baris-ditolak.xlsx"'
    return response


def _own(request: AuthedRequest, pk: UUID) -> ImportBatch:
    return get_object_or_404(ImportBatch.objects.own(request.user), pk=pk)
