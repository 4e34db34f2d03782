import re
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from learning.people.translations import messages

TWO_FORMS = "nplurals=2; plural=(n != 1);"


class Command(BaseCommand):
    help = "Put every text that is marked for translation into a language's file, and take out what is gone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("language", choices=[code for code, _ in settings.LANGUAGES], help="Such as cy")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.LOCALE_PATHS[0]) / options["language"] / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        file = polib.pofile(str(path)) if path.exists() else polib.POFile()
        file.wrapwidth = 120
        file.metadata.setdefault("Content-Type", "text/plain; charset=utf-8")
        forms = int(re.findall(r"nplurals=(\d)", file.metadata.setdefault("Plural-Forms", TWO_FORMS))[0])
        marked = dict(sorted(messages()))
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
