"""Taking residents out as a file; who does it is kept in the audit log."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from registry.forms.people_import import PeopleExportForm
from registry.http import AuthedRequest
from registry.importing import export, template
from registry.models import Resident
from registry.permissions import Action, requires
from registry.rules.life_stage import LifeStage, birth_bounds
from registry.views.people_import import CSV, EXCEL

# An Excel file is made before it is sent; for more people than this CSV is the quicker way.
MOST_IN_EXCEL = 30_000


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@requires(Action.SEE_PEOPLE)
def people_export(request: AuthedRequest) -> HttpResponseBase:
    """Choose whom and how, then get the file."""
    initial = {"unit": request.GET.get("posyandu", ""), "stage": request.GET.get("kelompok", "")}
    form = PeopleExportForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        return _file(request, form) or _too_many(request, form)
    return render(request, "registry/import_export.html", {"form": form})


def _file(request: AuthedRequest, form: PeopleExportForm) -> HttpResponseBase | None:
    data = form.cleaned_data
    whole = bool(data.get("whole_numbers"))
    # Whole numbers are given for the places where one may import, not wherever one may read.
    people = Resident.objects.visible_to(request.user, Action.IMPORT if whole else None).present()
    today = timezone.localdate()
    if chosen := form.places.get(data["unit"]):
        people = people.filter(posyandu=chosen)
    if data["stage"]:
        earliest, latest = birth_bounds(LifeStage(data["stage"]), today)
        people = people.filter(birth_date__lte=latest or today)
        people = people.filter(birth_date__gte=earliest) if earliest else people
    count = people.count()
    if data["form"] == "xlsx" and count > MOST_IN_EXCEL:
        return None
    unit = chosen.unit if chosen else request.user.current_memberships[0].unit
    export.log(
        user=request.user,
        unit=unit,
        count=count,
        whole_numbers=whole,
        reason=data.get("reason", "") if whole else "",
        form=data["form"],
    )
    rows = export.rows(people.order_by("posyandu", "household", "name_key", "pk"), whole_numbers=whole)
    name = f"warga-{today:%Y-%m-%d}.{data['form']}"
    if data["form"] == "xlsx":
        return FileResponse(template.workbook(rows), as_attachment=True, filename=name, content_type=EXCEL)
    response = StreamingHttpResponse(template.csv_lines(rows), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _too_many(request: AuthedRequest, form: PeopleExportForm) -> HttpResponse:
    form.add_error("form", "Terlalu banyak orang untuk Excel. Pilih CSV, atau satu Posyandu saja.")
    return render(request, "registry/import_export.html", {"form": form})
