"""The first admin of a real installation: everybody else is made by the admin on screen."""

from __future__ import annotations

from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from registry.models import Membership, OrgUnit, Region, User
from registry.permissions import Role


class Command(BaseCommand):
    help = "Membuat admin pertama, dan unit kabupatennya bila belum ada."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="Nama masuk admin.")
        parser.add_argument("--kabupaten", required=True, help="Kode Kemendagri kabupaten, misalnya 33.20.")
        parser.add_argument("--password", help="Tanpa pilihan ini, kata sandi ditanyakan.")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        region = Region.objects.filter(code=options["kabupaten"], level=Region.Level.DISTRICT).first()
        if region is None:
            raise CommandError(
                "Kode kabupaten tidak dikenal. Jalankan load_regions, dan tulis seperti 33.20."
            )
        if User.objects.filter(username=options["username"]).exists():
            raise CommandError("Nama masuk ini sudah dipakai.")
        user = User(username=options["username"], is_staff=True)
        user.set_password(self._password(options["password"], user))
        user.save()
        unit = OrgUnit.objects.filter(code=region.code, kind=OrgUnit.Kind.DISTRICT).first()
        if unit is None:
            name = region.name.removeprefix("Kabupaten ").removeprefix("Kab. ")
            unit = OrgUnit.objects.create(
                kind=OrgUnit.Kind.DISTRICT, code=region.code, name=name, region=region
            )
        Membership.objects.create(user=user, unit=unit, role=Role.ADMIN)
        self.stdout.write(f"{user.username} adalah admin di {unit}. Masuk, lalu buka Pengaturan.")

    @staticmethod
    def _password(given: str | None, user: User) -> str:
        password = given or getpass("Kata sandi: ")
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        return password
