"""Collected static files: a module asks for exactly the modules it was written with."""

from __future__ import annotations

import re
from pathlib import Path

from django.core.files.storage import FileSystemStorage

from posyandu.static import HashedModules


def collected(folder: Path, files: dict[str, str]) -> dict[str, str]:
    """Contents by the name without its hash, as collectstatic leaves them."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    storage, source = HashedModules(location=folder, base_url="/static/"), FileSystemStorage(location=folder)
    processed = storage.post_process({name: (source, name) for name in files})
    assert [problem for _, _, problem in processed if isinstance(problem, Exception)] == []
    return {
        name: (folder / hashed).read_text(encoding="utf-8") for name, hashed in storage.hashed_files.items()
    }


def test_imports_of_own_modules_carry_the_hash_however_deep(tmp_path: Path) -> None:
    chain = {f"js/m{number}.js": f'import {{ a }} from "./m{number + 1}.js";\n' for number in range(9)}

    found = collected(tmp_path, chain | {"js/m9.js": "export const a = 1;\n"})

    for number in range(9):
        assert re.search(rf'"\./m{number + 1}\.[0-9a-f]{{12}}\.js"', found[f"js/m{number}.js"])


def test_vendors_files_stay_as_they_are(tmp_path: Path) -> None:
    text = 'import { a } from "./missing.js";\n'

    assert collected(tmp_path, {"vendor/x.js": text}) == {"vendor/x.js": text}


def test_modules_may_name_each_others_types_in_comments(tmp_path: Path) -> None:
    first = 'import { b } from "./b.js";\n/** @typedef {import("./b.js").B} B */\nexport const a = b;\n'
    second = '/** @typedef {import("./a.js").A} A */\nexport const b = 1;\n'

    found = collected(tmp_path, {"js/a.js": first, "js/b.js": second})

    assert re.search(r'from "\./b\.[0-9a-f]{12}\.js"', found["js/a.js"])
    assert found["js/b.js"] == second
