import re
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from learning.people.script_words import script_messages
from learning.people.translations import Message, messages

TWO_FORMS = "nplurals=2; plural=(n != 1);"


class Command(BaseCommand):
    help = "Put every text that is marked for translation into a language's file, and take out what is gone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("language", choices=[code for code, _ in settings.LANGUAGES], help="Such as cy")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.LOCALE_PATHS[0]) / options["language"] / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        forms = self._update(folder / "django.po", messages(), TWO_FORMS)
        self._update(folder / "djangojs.po", script_messages(), forms)

    def _update(self, path: Path, found: set[Message], plural_forms: str) -> str:
        """Bring a file up to date, and return how the plural is made in it."""
        file = polib.pofile(str(path)) if path.exists() else polib.POFile()
        file.wrapwidth = 120
        file.metadata.setdefault("Content-Type", "text/plain; charset=utf-8")
        plural_forms = file.metadata.setdefault("Plural-Forms", plural_forms)
        forms = int(re.findall(r"nplurals=(\d)", plural_forms)[0])
        marked = dict(sorted(found))
        gone = [entry for entry in file if entry.msgid not in marked]
        for entry in gone:
            file.remove(entry)
        known = {entry.msgid for entry in file}
        for text, plural in marked.items():
            if text not in known:
                shape = {"msgid_plural": plural, "msgstr_plural": dict.fromkeys(range(forms), "")} if plural else {}
                file.append(polib.POEntry(msgid=text, **shape))
        file.sort(key=lambda entry: entry.msgid)
        file.save(str(path))
        done = len(file.translated_entries())
        self.stdout.write(f"{path.name}: {len(file)} texts, {done} translated, {len(gone)} gone.")
        return str(plural_forms)
