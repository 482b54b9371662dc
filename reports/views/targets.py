"""Target populations: sources side by side, entering figures, choosing a source for the year."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from registry import services
from registry.forms.denominators import FIRST_YEAR, ChooseForm, EnterForm
from registry.http import AuthedRequest
from registry.models import OrgUnit, Source
from registry.permissions import Action, requires
from registry.rules.target_groups import TargetGroup
from reports.targets import ENTERED, Figures, Said, choices_for, compared, register_counts


@dataclass(frozen=True, slots=True)
class Line:
    """A group: what each source says, the register, and the source the year's reports use."""

    group: TargetGroup
    said: list[Said]
    register: int
    chosen: Source
    is_chosen: bool

    @property
    def differences(self) -> list[tuple[Source, Said, int | None]]:
        """Each source with its figure and the register's distance from it."""
        return [
            (source, one, None if one.people is None else self.register - one.people)
            for source, one in zip(ENTERED, self.said, strict=True)
        ]

    @property
    def available(self) -> list[Source]:
        """The sources that say something of the whole unit, and the register."""
        return [*(source for source, one, _ in self.differences if one.people is not None), Source.REGISTER]

    @property
    def lacking(self) -> list[Source]:
        """The sources that cannot be chosen yet."""
        return [source for source, one, _ in self.differences if one.people is None]


def _unit(request: AuthedRequest, unit_id: int, action: Action = Action.SEE_REPORTS) -> OrgUnit:
    units = OrgUnit.objects.visible_to(request.user, action).select_related("region")
    return get_object_or_404(units, pk=unit_id)


def _year(request: HttpRequest) -> int:
    text, this_year = request.GET.get("tahun", ""), timezone.localdate().year
    year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else this_year
    return min(max(year, FIRST_YEAR), this_year + 1)


@requires(Action.SEE_REPORTS)
def targets(request: AuthedRequest, unit_id: int) -> HttpResponse:
    """What each source says of a unit's groups in a year, beside the register."""
    unit, year = _unit(request, unit_id), _year(request)
    figures, chosen = Figures(unit, year), choices_for(unit, year)
    may_set = request.user.may(Action.SET_TARGETS, unit)
    lines = [
        Line(
            group,
            said,
            register,
            chosen.get(group, Source.REGISTER),
            group in chosen,
        )
        for group, said, register in compared(figures, unit, register_counts(unit), TargetGroup)
    ]
    return render(
        request,
        "reports/targets_page.html",
        {
            "unit": unit,
            "year": year,
            "years": range(timezone.localdate().year + 1, FIRST_YEAR - 1, -1),
            "lines": lines,
            "sources": ENTERED,
            "may_set": may_set,
            "may_choose": may_set and unit.kind == OrgUnit.Kind.DISTRICT,
        },
    )


@requires(Action.SET_TARGETS)
def targets_enter(request: AuthedRequest, unit_id: int) -> HttpResponse:
    """Enter the figures of one source, group and year for a unit and those below."""
    unit = _unit(request, unit_id, Action.SET_TARGETS)
    initial = {
        "year": _year(request),
        "group": request.GET.get("kelompok", TargetGroup.INFANT.value),
        "source": request.GET.get("sumber", Source.PUSDATIN.value),
    }
    form = EnterForm(request.POST or None, unit=unit, initial=initial)
    if request.method == "POST" and form.is_valid():
        stored = form.save(request.user)
        messages.success(
            request, f"{len(stored)} angka tersimpan." if stored else "Semua angka memang sudah begitu."
        )
        return redirect(f"{reverse('targets', args=[unit.pk])}?tahun={form.cleaned_data['year']}")
    return render(request, "reports/targets_form.html", {"form": form, "unit": unit})


@require_POST
@requires(Action.SET_TARGETS)
def targets_choose(request: AuthedRequest, unit_id: int) -> HttpResponse:
    """Choose the source of a group for a kabupaten's year, once; before that it is asked once more."""
    unit = _unit(request, unit_id, Action.SET_TARGETS)
    form = ChooseForm(request.POST)
    if unit.kind != OrgUnit.Kind.DISTRICT or not form.is_valid():
        messages.error(
            request, "Sumber dipilih untuk seluruh kabupaten: pilih kelompok, tahun, dan sumbernya."
        )
        return redirect("targets", unit.pk)
    data = form.cleaned_data
    group, source, year = TargetGroup(data["group"]), Source(data["source"]), data["year"]
    people = _people(unit, year, group, source)
    if people is not None and not data["sure"] and group not in choices_for(unit, year):
        context = {"unit": unit, "year": year, "group": group, "source": source, "people": people}
        return render(request, "reports/targets_sure.html", context)
    try:
        if people is None:
            raise services.NoFigures(group, source, year, unit)
        services.choose_source(unit=unit, year=year, group=group, source=source, user=request.user)
        messages.success(request, f"Laporan {year} memakai {source.label} untuk {group.label.lower()}.")
    except (services.AlreadyChosen, services.NoFigures) as error:
        messages.error(request, str(error))
    return redirect(f"{reverse('targets', args=[unit.pk])}?tahun={year}")


def _people(unit: OrgUnit, year: int, group: TargetGroup, source: Source) -> int | None:
    if source == Source.REGISTER:
        return register_counts(unit).get(group, 0)
    return Figures(unit, year).said(unit.pk, group, source).people
