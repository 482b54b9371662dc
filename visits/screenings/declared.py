"""What each form asks on a day: the declared questionnaires, and the checklist of the age as one of them.

Answers are kept by item code. An item of the checklist carries its sheet ("9-12bl.3"), so that an answer means the same
after the birth date was corrected. Of HEEADSSS the judgement of the interviewer may stand beside the answer to the
prompt ("masalah:makan"), because not every Ya is a problem (REMAJA-01).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from registry.rules.life_stage import age_on
from visits.models import Screening
from visits.rules import eligibility
from visits.rules.book import Rules, edition_on
from visits.rules.development import Sheet, checklist_sheet
from visits.rules.questionnaire import (
    NO,
    YES,
    Answers,
    AnswersRefused,
    Item,
    Option,
    Questionnaire,
    read_questionnaire,
)

Form = Screening.Form
PROBLEM = "masalah:"
# Items of PUMA that the register answers.
KNOWN_OF_PERSON = ("jenis_kelamin", "usia")
# The one question of a sheet whose items are only in the book.
WHOLE_SHEET = "lengkap"
_TITLES = {
    Form.SRQ20: "Kesehatan jiwa (SRQ-20)",
    Form.PUMA: "Kesehatan paru (PUMA)",
    Form.HEEADSSS: "Cerita remaja (HEEADSSS)",
    Form.AKS: "Kemandirian (AKS)",
    Form.SKILAS: "Kemampuan lansia (SKILAS)",
    Form.DEVELOPMENT: "Checklist perkembangan",
}
# In the order of the step: what is asked of ELIG-01 under which form.
_ELIGIBLE = {
    Form.SRQ20: eligibility.Screening.MENTAL_HEALTH,
    Form.PUMA: eligibility.Screening.LUNGS,
    Form.AKS: eligibility.Screening.INDEPENDENCE,
    Form.SKILAS: eligibility.Screening.ELDERLY,
}


def title_of(form: str) -> str:
    """What a kader calls the form."""
    return _TITLES[Form(form)]


def step_of(form: str) -> int:
    """The step of the day at which it is asked: the checklist at the desk of registration, the others at the fourth."""
    return 1 if form == Form.DEVELOPMENT else 4


def forms_of(birth_date: date, day: date, rules: Rules) -> list[str]:
    """The forms that belong to a person of this age, in the order they are asked (ELIG-01, REMAJA-01, KEMBANG-01)."""
    if birth_date > day:
        return []
    age = age_on(birth_date, day)
    eligible = eligibility.screenings_for(age.years, rules=rules)
    found: list[str] = []
    if checklist_sheet(birth_date, day, rules=rules) is not None:
        found.append(Form.DEVELOPMENT.value)
    if age.is_adolescent:
        found.append(Form.HEEADSSS.value)
    return found + [form.value for form, screening in _ELIGIBLE.items() if screening in eligible]


def months_between(form: str, rules: Rules) -> int:
    """After how many months a form is asked again (ELIG-01); HEEADSSS, which has no row, as often as SRQ-20."""
    code = _ELIGIBLE.get(Form(form), eligibility.Screening.MENTAL_HEALTH)
    rows = rules.rows("eligibility")["screenings"]
    return next(int(row["every_months"]) for row in rows if row["code"] == code)


def declaration(
    form: str, birth_date: date, day: date, rules: Rules, answers: Answers | None = None
) -> Questionnaire | None:
    """The form as it is asked on this day, or as these answers were asked; None where the age has no sheet."""
    if form != Form.DEVELOPMENT:
        return read_questionnaire(form, rules=rules)
    asked = sheet_of(answers or {})
    sheet = _sheet_named(asked, rules) if asked else checklist_sheet(birth_date, day, rules=rules)
    return _checklist(sheet, version_on(form, day, rules), rules) if sheet else None


def version_on(form: str, day: date, rules: Rules) -> str:
    """The edition of the form on this day, kept with every visit."""
    if form == Form.DEVELOPMENT:
        return str(edition_on("development", day)["edition"])
    return read_questionnaire(form, rules=rules).version


def sheet_of(answers: Answers) -> str:
    """The sheet of the checklist that these answers belong to; empty for other forms and without answers."""
    return next((code.rpartition(".")[0] for code in answers if "." in code), "")


def checked(form: str, questionnaire: Questionnaire, answers: Answers) -> dict[str, str | None]:
    """The answers as they are stored: declared items alone, without those the register knows.

    Raises AnswersRefused for whatever the declaration does not know.
    """
    plain, judged = split(answers)
    questionnaire.check(plain)
    words = questionnaire.wording["refusals"]
    may_be_judged = {
        item.code for item in questionnaire.items if form == Form.HEEADSSS and item.alert is None
    }
    wrong = [
        words["unknown_item"].format(item=PROBLEM + code, form=questionnaire.title)
        for code, value in judged.items()
        if code not in may_be_judged or value not in (YES, NO)
    ]
    if wrong:
        raise AnswersRefused(wrong)
    own = {code: value for code, value in plain.items() if value is not None and code not in KNOWN_OF_PERSON}
    return own | {PROBLEM + code: value for code, value in judged.items() if code in own}


def split(answers: Answers) -> tuple[dict[str, str | None], dict[str, str | None]]:
    """Answers to the printed questions, and the interviewer's own judgement by item."""
    plain = {code: value for code, value in answers.items() if not code.startswith(PROBLEM)}
    judged: dict[str, str | None] = {
        code.removeprefix(PROBLEM): value
        for code, value in answers.items()
        if code.startswith(PROBLEM) and value is not None
    }
    return plain, judged


def _sheet_named(code: str, rules: Rules) -> Sheet | None:
    rows = rules.rows("development")["sheets"]
    return next(
        (Sheet(row["sheet"], row["label"], row["items"]) for row in rows if row["sheet"] == code), None
    )


def _checklist(sheet: Sheet, version: str, rules: Rules) -> Questionnaire:
    wording = rules.rows("questionnaires")
    if sheet.items:
        options = (Option(YES, "Ya, sudah bisa", 0), Option(NO, "Belum", 1))
        texts: Mapping[str, str] = {str(number): text for number, text in enumerate(sheet.items, start=1)}
    else:
        options = (Option(YES, "Lengkap", 0), Option(NO, "Tidak Lengkap", 1))
        texts = {WHOLE_SHEET: f"Isi lembar {sheet.label} di Buku KIA. Apakah semua dijawab Ya?"}
    items = (
        Item(code=f"{sheet.code}.{code}", number=number, text=text, options=options)
        for number, (code, text) in enumerate(texts.items(), start=1)
    )
    return Questionnaire(
        code=Form.DEVELOPMENT.value,
        version=version,
        title=f"Checklist {sheet.label}",
        instruction="Tanyakan kepada ibu atau pengasuh, atau ajak anak mencoba.",
        postpone_when="Tunda jika anak sedang sakit, mengantuk, atau rewel.",
        items=tuple(items),
        wording=wording,
    )
