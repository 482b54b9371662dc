"""Pages of the register."""

from django.urls import include, path

from registry.views import (
    deaths,
    duplicates,
    household_members,
    households,
    merges,
    moves,
    residency,
    residents,
    work_areas,
)

urlpatterns = [
    path("", residents.home, name="home"),
    path("", include("registry.urls_import")),
    path("warga/", residents.resident_list, name="resident_list"),
    path("warga/pilih/", residents.resident_pick, name="resident_pick"),
    path("warga/baru/", residents.resident_new, name="resident_new"),
    path("warga/<uuid:resident_id>/ubah/", residents.resident_edit, name="resident_edit"),
    path("warga/<uuid:resident_id>/nik/", residents.resident_nik, name="resident_nik"),
    path("warga/<uuid:resident_id>/hp/", residents.resident_phone, name="resident_phone"),
    path("warga/<uuid:resident_id>/selesai/", residency.resident_end, name="resident_end"),
    path("warga/<uuid:resident_id>/kembali/", residency.resident_return, name="resident_return"),
    path("warga/<uuid:resident_id>/meninggal/", deaths.resident_death, name="resident_death"),
    path("warga/<uuid:resident_id>/pindah/", moves.resident_move, name="resident_move"),
    path("keluarga/", households.household_list, name="household_list"),
    path("keluarga/baru/", households.household_new, name="household_new"),
    path("keluarga/<uuid:household_id>/", households.household_detail, name="household_detail"),
    path("keluarga/<uuid:household_id>/ubah/", households.household_edit, name="household_edit"),
    path("keluarga/<uuid:household_id>/nomor/", households.household_number, name="household_number"),
    path("keluarga/<uuid:household_id>/kk/", households.household_kk, name="household_kk"),
    path("keluarga/<uuid:household_id>/hp/", households.household_phone, name="household_phone"),
    path(
        "keluarga/<uuid:household_id>/anggota/", household_members.household_member, name="household_member"
    ),
    path("keluarga/<uuid:household_id>/kepala/", household_members.household_head, name="household_head"),
    path("keluarga/<uuid:household_id>/pecah/", household_members.household_split, name="household_split"),
    path("keluarga/<uuid:household_id>/gabung/", household_members.household_merge, name="household_merge"),
    path("wilayah-binaan/", work_areas.work_areas, name="work_areas"),
    path("wilayah-binaan/<uuid:area_id>/akhiri/", work_areas.work_area_end, name="work_area_end"),
    path("ganda/", duplicates.duplicate_list, name="duplicate_list"),
    path("ganda/<uuid:pair_id>/", duplicates.duplicate_pair, name="duplicate_pair"),
    path("ganda/<uuid:pair_id>/gabung/", merges.merge_new, name="merge_new"),
    path("gabung/", merges.merge_list, name="merge_list"),
    path("gabung/<uuid:merge_id>/", merges.merge_detail, name="merge_detail"),
    path("warga/<uuid:resident_id>/gabung/", merges.merge_pick, name="merge_pick"),
    path("kematian/", deaths.death_list, name="death_list"),
    path("pindah/", moves.move_list, name="move_list"),
    path("pindah/minta/", moves.move_ask, name="move_ask"),
    path("pindah/<uuid:move_id>/", moves.move_answer, name="move_answer"),
]
