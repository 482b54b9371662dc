"""The four questions about tuberculosis, and step 5."""

from __future__ import annotations

from collections.abc import Iterator

from visits.columns.column import Column, Home, Kind, always
from visits.columns.people import is_pregnant, tuberculosis_step

TUBERCULOSIS = (
    ("tb_cough", "Batuk terus-menerus"),
    ("tb_fever", "Demam 2 minggu atau lebih"),
    ("tb_weight", "BB tidak naik atau turun dalam 2 bulan berturut-turut"),
    ("tb_contact", "Kontak erat dengan pasien TBC"),
)


def tuberculosis() -> Iterator[Column]:
    # Declared for both steps; each person has them at one.
    for name, label in TUBERCULOSIS:
        for step in (3, 4):
            yield Column(
                name,
                label,
                step,
                Kind.ANSWER,
                lambda who, step=step: tuberculosis_step(who) == step,  # type: ignore[misc]
                group="Skrining gejala TBC",
            )


EDUCATION = (
    Column("mother_class", "Mengikuti kelas ibu hamil", 5, Kind.ANSWER, is_pregnant, Home.MOTHER),
    Column("education_topics", "Materi edukasi", 5, Kind.TOPICS, always, Home.VISIT),
    Column("education_note", "Edukasi yang diberikan", 5, Kind.TEXT, always, Home.VISIT, most=300),
)
