"""Import of residents for Puskesmas staff: upload, columns, checking in steps, decision, result, and back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.forms.people_import import ColumnsForm, PeopleImportForm, ValuesForm
from registry.http import AuthedRequest
from registry.importing import batches, mapping, preview, rejected, template
from registry.models import PeopleImport
from registry.permissions import Action, requires

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
TOO_LATE = "Impor ini sudah berjalan lebih jauh. Lihat keadaannya sekarang."
IMPORTS_ON_PAGE = 20
State = PeopleImport.State


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.IMPORT)
def people_import_new(request: AuthedRequest) -> HttpResponse:
    """Choose where the people go and the file; below it, what was imported before."""
    form = PeopleImportForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        return redirect(form.save())
    earlier = PeopleImport.objects.visible_to(request.user).exclude(state=State.CANCELLED)
    rows = earlier.select_related("unit", "posyandu__unit", "user")
    page = Paginator(rows, IMPORTS_ON_PAGE).get_page(request.GET.get("page"))
    return render(request, "registry/import_new.html", {"form": form, "page": page})


@require_safe
@requires(Action.IMPORT)
def people_import_template(request: AuthedRequest) -> HttpResponse:
    """The Excel sheet to fill."""
    with template.workbook() as file:
        return _download(file.read(), "impor-warga.xlsx", EXCEL)


@require_safe
@requires(Action.IMPORT)
def people_import_template_csv(request: AuthedRequest) -> HttpResponse:
    """The same as CSV."""
    return _download(template.csv_template().encode(), "impor-warga.csv", CSV)


@require_safe
@never_cache
@requires(Action.IMPORT)
def people_import_detail(request: AuthedRequest, people_import_id: UUID) -> HttpResponse:
    """Columns, progress, preview or result, by the state of the import."""
    batch = _visible(request, people_import_id)
    if batch.state == State.COLUMNS:
        return redirect("people_import_columns", batch.pk)
    if batch.is_running:
        return render(request, "registry/import_running.html", preview.progress(batch))
    if batch.state == State.READY:
        return render(request, "registry/import_preview.html", preview.ready(batch, request.GET))
    return render(request, "registry/import_result.html", preview.result(batch, request.GET))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@requires(Action.IMPORT)
def people_import_columns(request: AuthedRequest, people_import_id: UUID) -> HttpResponse:
    """Which column is which."""
    batch = _visible(request, people_import_id)
    if batch.state not in PeopleImport.BEFORE_WRITING:
        return redirect(batch)
    form = ColumnsForm(request.POST or None, batch=batch)
    if request.method == "POST" and form.is_valid():
        form.save()
        if mapping.unknown_values(batch):
            return redirect("people_import_values", batch.pk)
        return _check(request, batch)
    recognised = batch.mapping_name if batch.state == State.COLUMNS else ""
    return render(
        request, "registry/import_columns.html", {"batch": batch, "form": form, "recognised": recognised}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@requires(Action.IMPORT)
def people_import_values(request: AuthedRequest, people_import_id: UUID) -> HttpResponse:
    """What the words of the coded columns mean."""
    batch = _visible(request, people_import_id)
    if batch.state not in PeopleImport.BEFORE_WRITING or not mapping.coded_values(batch):
        return redirect(batch)
    form = ValuesForm(request.POST or None, batch=batch)
    if request.method == "POST" and form.is_valid():
        form.save()
        return _check(request, batch)
    return render(request, "registry/import_values.html", {"batch": batch, "form": form})


@require_POST
@requires(Action.IMPORT)
def people_import_step(request: AuthedRequest, people_import_id: UUID) -> HttpResponse:
    """The next rows; answers htmx with the progress bar, a plain form with the page."""
    batch = _visible(request, people_import_id)
    try:
        batch = batches.run(batch.pk)
    except IntegrityError:
        # Somebody registered one of these people a moment ago; the next step sees them and says so.
        batch.refresh_from_db()
    if request.headers.get("HX-Request") != "true":
        return redirect(batch)
    response = render(request, "registry/import_progress.html", preview.progress(batch))
    if not batch.is_running:
        response["HX-Redirect"] = batch.get_absolute_url()
    return response


@require_POST
@requires(Action.IMPORT)
def people_import_choose(request: AuthedRequest, people_import_id: UUID) -> HttpResponse:
    """Who of those that may be known is somebody new, the same person, or to be left out."""
    batch = _visible(request, people_import_id)
    choices = {pk: request.POST.get(f"pilih-{pk}", "") for pk in batches.answered(batch, request.POST)}
    try:
        batches.choose(batch.pk, choices, everybody=request.POST.get("semua", ""))
    except batches.NotNow:
        messages.info(request, TOO_LATE)
    else:
        messages.success(request, "Pilihan tersimpan.")
    return redirect(f"{batch.get_absolute_url()}#mungkin")


@require_POST
@requires(Action.IMPORT)
def people_import_confirm(request: AuthedRequest, people_import_id: UUID) -> HttpResponse:
    """Begin to write all good rows, or throw the upload away."""
    batch = _visible(request, people_import_id)
    if request.POST.get("decision") == "cancel":
        batches.cancel(batch.pk)
        messages.info(request, "Impor dibatalkan. Tidak ada data yang ditulis; isi berkas sudah dihapus.")
        return redirect("people_import_new")
    try:
        batches.confirm(batch.pk)
    except batches.NotNow:
        messages.info(request, TOO_LATE)
    return redirect(batch)


@require_POST
@requires(Action.IMPORT)
def people_import_undo(request: AuthedRequest, people_import_id: UUID) -> HttpResponse:
    """Begin to take the whole import back."""
    batch = _visible(request, people_import_id)
    try:
        batches.undo(batch.pk, request.user)
    except batches.NotNow:
        messages.info(request, "Impor ini tidak dapat ditarik kembali lagi.")
    return redirect(batch)


@require_safe
@never_cache
@requires(Action.IMPORT)
def people_import_rejected(request: AuthedRequest, people_import_id: UUID) -> HttpResponse:
    """The refused rows as an Excel file, to be corrected at the source."""
    with rejected.workbook(_visible(request, people_import_id)) as file:
        return _download(file.read(), "baris-ditolak.xlsx", EXCEL)


def _download(data: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _check(request: AuthedRequest, batch: PeopleImport) -> HttpResponse:
    try:
        mapping.remember(batch, request.user)
        batches.begin_check(batch.pk)
    except batches.NotNow:
        messages.info(request, TOO_LATE)
    return redirect(batch)


def _visible(request: AuthedRequest, pk: UUID) -> PeopleImport:
    batches_ = PeopleImport.objects.visible_to(request.user)
    return get_object_or_404(batches_.select_related("unit", "posyandu__unit", "user"), pk=pk)
