"""Saved mappings of the columns of village registers: renamed, mended, thrown away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from registry.forms.people_import import MappingForm
from registry.http import AuthedRequest
from registry.models import PeopleMapping
from registry.permissions import Action, requires


@require_safe
@requires(Action.IMPORT)
def people_mapping_list(request: AuthedRequest) -> HttpResponse:
    """The mappings of the user's Puskesmas."""
    mappings = PeopleMapping.objects.visible_to(request.user).select_related("unit", "changed_by")
    return render(request, "registry/import_mappings.html", {"mappings": mappings})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.IMPORT)
def people_mapping_edit(request: AuthedRequest, people_mapping_id: int) -> HttpResponse:
    """Change or delete one mapping."""
    mapping = get_object_or_404(PeopleMapping.objects.visible_to(request.user), pk=people_mapping_id)
    if request.method == "POST" and request.POST.get("decision") == "delete":
        mapping.delete()
        messages.success(request, f"Pemetaan {mapping.name} dihapus. Warga yang sudah masuk tidak berubah.")
        return redirect("people_mapping_list")
    form = MappingForm(request.POST or None, instance=mapping)
    if request.method == "POST" and form.is_valid():
        changed = form.save(commit=False)
        changed.changed_by = request.user
        changed.save()
        messages.success(request, "Pemetaan tersimpan.")
        return redirect("people_mapping_list")
    return render(request, "registry/import_mapping.html", {"form": form, "mapping": mapping})
