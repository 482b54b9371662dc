"""Topics of education (penyuluhan) at step 5, in the words of the skills of a kader and of the Buku KIA."""

from __future__ import annotations

from dataclasses import dataclass

_CHILD, _SCHOOL, _ADULT, _MOTHER = "child_check", "school_age_check", "adult_check", "ibu"


@dataclass(frozen=True, slots=True)
class Topic:
    """What is told: its code as stored, its words, and for whom it stands first."""

    code: str
    label: str
    suits: tuple[str, ...]


TOPICS = (
    Topic("asi", "ASI eksklusif dan menyusui", (_MOTHER, _CHILD)),
    Topic("mpasi", "MP-ASI kaya protein hewani", (_CHILD,)),
    Topic("tumbuh", "Pertumbuhan dan hasil penimbangan", (_CHILD,)),
    Topic("stimulasi", "Stimulasi perkembangan", (_CHILD,)),
    Topic("imunisasi", "Imunisasi rutin lengkap", (_CHILD, _MOTHER)),
    Topic("vitamin_cacing", "Vitamin A dan obat cacing", (_CHILD,)),
    Topic("bahaya_anak", "Tanda bahaya bayi dan balita", (_CHILD, _MOTHER)),
    Topic("piring_ibu", "Isi Piringku ibu hamil dan menyusui", (_MOTHER,)),
    Topic("periksa_hamil", "Periksa kehamilan 6 kali dan TTD setiap hari", (_MOTHER,)),
    Topic("bahaya_ibu", "Tanda bahaya hamil, bersalin, dan nifas", (_MOTHER,)),
    Topic("kb", "KB dan jarak kehamilan", (_MOTHER, _ADULT)),
    Topic("isi_piringku", "Isi Piringku dan aktivitas fisik", (_SCHOOL, _ADULT)),
    Topic("anemia", "Mencegah anemia, minum TTD", (_SCHOOL, _MOTHER)),
    Topic("rokok_napza", "Bahaya rokok dan napza", (_SCHOOL, _ADULT)),
    Topic("kesehatan_remaja", "Kesehatan reproduksi remaja", (_SCHOOL,)),
    Topic("germas", "Germas: gula, garam, lemak", (_ADULT, _SCHOOL)),
    Topic("ptm", "Hipertensi, diabetes, dan minum obat teratur", (_ADULT,)),
    Topic("tbc", "TBC: batuk, periksa dahak, minum obat", (_ADULT, _SCHOOL, _CHILD)),
    Topic("jiwa", "Kesehatan jiwa", (_ADULT, _SCHOOL)),
    Topic("lansia", "Lansia mandiri dan mencegah jatuh", (_ADULT,)),
    Topic("phbs", "Cuci tangan, jamban, dan air bersih", (_CHILD, _SCHOOL, _ADULT, _MOTHER)),
)
_LABELS = {topic.code: topic.label for topic in TOPICS}


def topics_for(*, card: str, mother: bool) -> list[tuple[str, str]]:
    """Code and words of the topics that suit the person's card; what else was told is written in words."""
    wanted = _MOTHER if mother else card
    return [(topic.code, topic.label) for topic in TOPICS if wanted in topic.suits]


def topic_label(code: str) -> str:
    """The words of a topic; the code itself where a later release dropped it."""
    return _LABELS.get(code, code)
