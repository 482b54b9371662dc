"""Months whose counts are out of date."""

from django.db import models

from registry.models.org import Posyandu


class MonthDue(models.Model):
    """A Posyandu's month that must be counted again; written in the transaction that changed it.

    With `and_later`, every later month already counted is due as well (a person who arrived, moved or died).
    """

    posyandu = models.ForeignKey(Posyandu, models.CASCADE)
    month = models.DateField("bulan", help_text="Tanggal 1 bulan itu.")
    and_later = models.BooleanField("dan sesudahnya", default=False)
    marked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "bulan yang perlu dihitung"
        verbose_name_plural = "bulan yang perlu dihitung"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.posyandu_id} {self.month:%Y-%m}{'+' if self.and_later else ''}"
