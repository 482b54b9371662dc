"""People who do not exist, to show how a sheet is filled; their NIK end in 99xx."""

from __future__ import annotations

_HOME = {
    "posyandu": "Melati 1",
    "desa": "Jerukwangi",
    "no_kk": "3320081501209901",
    "nama_kepala_keluarga": "Slamet Riyadi",
    "alamat": "Dukuh Krajan",
    "dusun": "Krajan",
    "rw": "01",
    "rt": "02",
    "jkn": "Ya",
    "air_bersih": "Ya",
    "air_terlindung": "Ya",
    "jamban": "Ya",
    "jamban_saniter": "Ya",
    "ventilasi": "Tidak",
}
EXAMPLES: tuple[dict[str, str], ...] = (
    _HOME
    | {
        "nik": "3320081205859901",
        "nama": "Slamet Riyadi",
        "jenis_kelamin": "Laki-laki",
        "tempat_lahir": "Jepara",
        "tanggal_lahir": "12/05/1985",
        "hubungan": "Kepala keluarga",
        "status_kawin": "Kawin",
        "pendidikan": "SMA sederajat",
        "pekerjaan": "Petani/nelayan",
        "golongan_darah": "O",
        "hp": "081200009901",
    },
    _HOME
    | {
        "nik": "3320085003889902",
        "nama": "Siti Aminah",
        "jenis_kelamin": "Perempuan",
        "tempat_lahir": "Jepara",
        "tanggal_lahir": "10/03/1988",
        "hubungan": "Istri/suami",
        "status_kawin": "Kawin",
        "pendidikan": "SMP sederajat",
        "pekerjaan": "Tidak bekerja/ibu rumah tangga",
        "nama_pasangan": "Slamet Riyadi",
        "riwayat_keluarga": "Hipertensi, DM",
    },
    _HOME
    | {
        "nama": "Bima Saputra",
        "jenis_kelamin": "Laki-laki",
        "tanggal_lahir": "05/03/2026",
        "hubungan": "Anak",
        "nama_ibu": "Siti Aminah",
        "nama_ayah": "Slamet Riyadi",
        "berat_lahir_kg": "3,1",
        "panjang_lahir_cm": "49",
        "anak_ke": "2",
        "usia_kehamilan_minggu": "39",
    },
    _HOME
    | {
        "nama": "Sumarni",
        "jenis_kelamin": "Perempuan",
        "tanggal_lahir": "01/07/1955",
        "kepastian_tanggal_lahir": "Hanya tahunnya",
        "hubungan": "Orang tua",
        "status_kawin": "Cerai mati",
        "perilaku_berisiko": "Konsumsi tinggi garam",
        "disabilitas": "Netra (penglihatan)",
    },
)
