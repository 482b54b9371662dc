"""The numbers by which a phone is told why something was not stored. A number never changes its meaning."""

from __future__ import annotations

from enum import IntEnum

from visits.models import SyncItem

State = SyncItem.State
# The item stays in the phone's queue as it is, and is sent again.
WAITING = "menunggu"


class Code(IntEnum):
    """0: stored. 2xx: somebody has to mend the item. 3xx: two people, two values. 4xx, 5xx: sent again. 1xxx: batch."""

    STORED = 0
    INVALID = 201
    REFUSED = 202
    NEEDS_CONFIRMATION = 203
    NOT_ON_CARD = 204
    NOT_FOUND = 205
    CLOSED = 206
    CANCELLED = 207
    OTHER_CONTENT = 208
    UNKNOWN_KIND = 209
    NOT_ALLOWED = 210
    CHANGED_MEANWHILE = 301
    WAITS = 401
    FAILED = 501
    MALFORMED = 1001
    PROTOCOL = 1002
    TOO_LARGE = 1003
    TOO_OFTEN = 1004
    LOGIN = 1005
    REVOKED = 1006
    FOREIGN_DEVICE = 1007
    UNKNOWN_DEVICE = 1008
    BUSY = 1009
    TOKEN = 1010
    WRONG_PASSWORD = 1011
    NO_RECOVERY = 1012

    @property
    def state(self) -> str:
        """What becomes of an item that is answered with this number."""
        if self is Code.STORED:
            return State.STORED.value
        if self is Code.CHANGED_MEANWHILE:
            return State.CONFLICT.value
        return WAITING if self in (Code.WAITS, Code.FAILED) else State.REFUSED.value


MESSAGES: dict[Code, str] = {
    Code.NOT_FOUND: "Orang atau hari buka ini tidak ada di wilayah Anda.",
    Code.OTHER_CONTENT: "Nomor kiriman ini sudah dipakai untuk isian lain.",
    Code.UNKNOWN_KIND: "Aplikasi di HP ini perlu diperbarui.",
    Code.NOT_ALLOWED: "Peran Anda tidak boleh mencatat ini.",
    Code.WAITS: "Menunggu isian sebelumnya untuk orang ini.",
    Code.FAILED: "Server sedang bermasalah. Isian tetap di HP dan dikirim lagi.",
    Code.MALFORMED: "Kiriman tidak terbaca.",
    Code.PROTOCOL: "Aplikasi di HP ini terlalu lama. Isian tetap di HP; perbarui aplikasinya.",
    Code.TOO_LARGE: "Kiriman terlalu besar. Kirim bertahap.",
    Code.TOO_OFTEN: "Terlalu sering mengirim. Tunggu sebentar.",
    Code.LOGIN: "Masuk lagi agar isian di HP ini terkirim.",
    Code.REVOKED: "Perangkat ini dicabut oleh Puskesmas.",
    Code.FOREIGN_DEVICE: "Perangkat ini terdaftar untuk pengguna lain.",
    Code.UNKNOWN_DEVICE: "Perangkat ini belum terdaftar.",
    Code.BUSY: "Server sedang sibuk. Isian tetap di HP dan dikirim lagi.",
    Code.TOKEN: "Halaman ini sudah lama terbuka. Minta tanda pengaman baru, lalu kirim lagi.",
    Code.WRONG_PASSWORD: "Kata sandi belum cocok. Periksa huruf besar-kecilnya.",
    Code.NO_RECOVERY: "Untuk HP ini belum ada kunci cadangan di server.",
}
