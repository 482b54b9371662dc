"""The file of a phone that could not send."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile

from registry.models import User
from visits.sync import queue_file
from visits.sync.queue_file import Brought, FileRefused


class QueueFileForm(forms.Form):
    """A file that a phone wrote, and whether the items of a phone that was taken away are wanted."""

    file = forms.FileField(
        label="Berkas dari HP",
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        error_messages={
            "required": "Pilih berkas yang disimpan dari HP.",
            "empty": "Berkas ini kosong. Simpan lagi dari HP, lalu unggah berkas yang baru.",
        },
    )
    even_revoked = forms.BooleanField(
        label="HP ini sudah dicabut, dan isiannya tetap saya terima",
        required=False,
        help_text="Hanya bila berkasnya diserahkan pemilik HP sendiri. Persetujuan Anda dicatat.",
    )

    def __init__(self, *args: Any, officer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.officer = officer
        # What a page with these errors is answered with.
        self.status = 200

    def clean_file(self) -> UploadedFile:
        upload = cast("UploadedFile", self.cleaned_data["file"])
        if (upload.size or 0) > queue_file.MOST_BYTES:
            raise forms.ValidationError(queue_file.TOO_LARGE)
        return upload

    def bring(self) -> Brought | None:
        """Store what the file holds; None, with a message beside the field, where nothing was stored."""
        given = self.cleaned_data
        try:
            return queue_file.bring(
                raw=given["file"].read(), officer=self.officer, even_revoked=given["even_revoked"]
            )
        except FileRefused as refused:
            self.add_error(refused.field, refused.message)
            self.status = refused.status
            return None
