"""The four questions about tuberculosis, which every card asks."""

from __future__ import annotations

from django.db import models

from visits.models.measures import answer

# In the order of the cards.
SIGNS = ("tb_cough", "tb_fever", "tb_weight", "tb_contact")


class TuberculosisSigns(models.Model):
    """Skrining gejala TBC (TBC-01): the answers as given, and what they add up to."""

    tb_cough = answer("batuk terus menerus")
    tb_fever = answer("demam 2 minggu atau lebih")
    tb_weight = answer("BB tidak naik atau turun 2 bulan berturut-turut")
    tb_contact = answer("kontak erat dengan pasien TBC")
    # Derived by visits.assess: how many Ya, and whether they are as many as the card sends on for.
    tb_count = models.PositiveSmallIntegerField("gejala TBC", null=True, editable=False)
    tb_suspected = models.BooleanField("memenuhi 2 gejala TBC", null=True, editable=False)

    class Meta:
        abstract = True
