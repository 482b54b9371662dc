"""What a village's words and codes most likely mean. A guess is shown before it is used, and can be changed.

The numbers are those of OpenSID's import sheets (tweb_penduduk), which many desa use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from registry.importing.columns import COLUMNS, Column, Kind
from registry.importing.files import plain

# Field of ours -> what files write for each code, as `plain` writes it; "#" marks OpenSID's numbers.
_WORDS: dict[str, dict[str, str]] = {
    "jenis_kelamin": {
        "L": "l lk laki lakilaki pria cowok m male #1",
        "P": "p pr perempuan wanita f female #2",
    },
    "hubungan": {
        "kepala": "kepalakeluarga kk kepkel #1",
        "pasangan": "suami istri isteri pasangan istrisuami suamiistri #2 #3",
        "anak": "anakkandung anakangkat anaktiri #4",
        "menantu": "#5",
        "cucu": "#6",
        "orang_tua": "orangtua ayah ibu bapak #7",
        "mertua": "#8",
        "famili": "famililain famililainnya saudara kerabat #9",
        "lain": "pembantu lainnya sopir #10 #11",
    },
    "status_kawin": {
        "belum": "belumkawin belummenikah bk lajang #1",
        "kawin": "menikah kawintercatat kawinbelumtercatat kawintidaktercatat k #2",
        "cerai_hidup": "ceraihidup ch janda duda #3",
        "cerai_mati": "ceraimati cm #4",
    },
    "pendidikan": {
        "tidak": "tidaksekolah belumsekolah tidakbelumsekolah belumtamatsd belumtamatsdsederajat tidaktamatsd "
        "tidaktamatsdsederajat tidakbelumtamatsd #1 #2",
        "sd": "tamatsd tamatsdsederajat sdsederajat mi #3",
        "smp": "sltp sltpsederajat smpsederajat mts slp #4",
        "sma": "slta sltasederajat smasederajat smk ma stm #5",
        "diploma": "d1 d2 d3 diplomai diplomaii diplomaiii diplomaiii akademi diplomaiiisarjanamuda "
        "akademidiplomaiiisarjanamuda akademidiplomaiiismuda #6 #7",
        "sarjana": "s1 s2 s3 d4 diplomaiv diplomaivstratai stratai strataii strataiii sarjanaataulebih #8 #9 #10",
    },
    "pekerjaan": {
        "tidak": "belumtidakbekerja tidakbekerja belumbekerja mengurusrumahtangga irt iburumahtangga pensiunan "
        "#1 #2 #4",
        "sekolah": "pelajar mahasiswa pelajarmahasiswa siswa #3",
        "negeri": "pns asn tni polri bumn bumd pegawainegerisipil pegawainegerisipilpns tentaranasionalindonesiatni "
        "kepolisianripolri pnstnipolribumn guru dosen #5 #6 #7 #16 #17",
        "pegawai": "karyawan karyawanswasta pegawaiswasta swasta karyawanhonorer honorer #15 #18",
        "usaha": "wiraswasta pedagang perdagangan dagang wirausaha #8 #88",
        "tani": "petani petanipekebun nelayan nelayanperikanan peternak pekebun #9 #10 #11",
        "buruh": "buruhharianlepas buruhtaninelayan buruhtani buruhtaniperkebunan lainnya tukang sopir "
        "industri konstruksi transportasi #12 #13 #14 #19 #20",
    },
    "golongan_darah": {
        "A": "aplus amin a #1 #5 #6",
        "B": "bplus bmin b #2 #7 #8",
        "AB": "abplus abmin ab #3 #9 #10",
        "O": "oplus omin o 0 #4 #11 #12",
    },
    "disabilitas": {
        "fisik": "cacatfisik tunadaksa #1",
        "netra": "cacatnetrabuta buta tunanetra #2",
        "rungu": "cacatrunguwicara tuli tunarungu #3",
        "wicara": "bisu tunawicara",
        "intelektual": "tunagrahita",
        "mental": "cacatmentaljiwa cacatmental odgj #4",
    },
}
# Between several codes in one cell.
SEPARATORS = re.compile(r"[,;/|+]")
# Said for "nothing": stays empty without a remark.
NOTHING = {"", "0", "tidaktahu", "tidakada", "tidakcacat", "belumtahu", "lainlain", "kosong", "null"}
_OPENSID_NOTHING = {"golongan_darah": {"13"}, "disabilitas": {"7"}}
# Columns in which a bare number can only be OpenSID's: elsewhere the same numbers are counted in other ways.
_NUMBERED = {"jenis_kelamin", "status_kawin"}
_OPENSID_HEADERS = {"kklevel", "pendidikankkid", "pekerjaanid", "golongandarahid", "cacatid"}
_YES = {"ya", "y", "1", "true", "ada", "punya", "iya", "sudah"}
_NO = {"tidak", "t", "0", "false", "tidakada", "belum", "tdk", "n", "2"}


def column_for(header: str) -> Column | None:
    """The column of ours that a file's column most likely is."""
    name = plain(header)
    for column in COLUMNS:
        if name and name in (plain(column.name), plain(column.label), *column.others):
            return column
    return None


def columns_for(header: Sequence[str]) -> dict[int, str]:
    """Position in the file -> name of our column, each of ours once."""
    found: dict[int, str] = {}
    for position, name in enumerate(header):
        column = column_for(name)
        if column is not None and column.name not in found.values():
            found[position] = column.name
    return found


def code_for(column: Column, written: str, header: str = "") -> str | None:
    """Our code for a value of a file; "" where it says that there is nothing, None where nobody knows."""
    name = plain(written)
    numbered = column.name in _NUMBERED or plain(header) in _OPENSID_HEADERS
    if column.kind is Kind.YES:
        return "ya" if name in _YES else "tidak" if name in _NO else None if name else ""
    for code, words in column.choices:
        if name and name in (plain(code), plain(words)):
            return code
    for code, known in _WORDS.get(column.name, {}).items():
        if name and (name in known.split() or (numbered and f"#{name}" in known.split())):
            return code
    nothing = NOTHING | (_OPENSID_NOTHING.get(column.name, set()) if numbered else set())
    return "" if name in nothing else None


def values_for(column: Column, written: Iterable[str], header: str = "") -> dict[str, str]:
    """Plain value of the file -> our code, for those that can be guessed; values of several codes are left out."""
    found = {plain(text): code_for(column, text, header) for text in written}
    return {name: code for name, code in found.items() if code is not None}


def is_list_of_codes(column: Column, written: str, header: str = "") -> bool:
    """Whether a cell names several codes, each of which is known."""
    parts = SEPARATORS.split(written)
    known = column.kind is Kind.CODES and len(parts) > 1
    return known and all(code_for(column, part, header) is not None for part in parts)
