"""The interface in another language: what is marked stays marked, what is translated is shown, /cms/ stays as it is."""

from __future__ import annotations

import re
import uuid
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from learning.content.models import ModulePage
from learning.enrolment.actions import start_study
from learning.enrolment.forms import NOT_SHOWN
from learning.people.script_words import messages_in, script_messages, scripts, unmarked_speech
from learning.people.translations import marked_templates, messages, templates_folder, unmarked_words

FOLDER = Path(settings.BASE_DIR) / "locale"
MADE_UP = """
<h1>{% translate "Hello" %}</h1><p>{{ name }} · 3</p>
{% blocktranslate %}A <b>whole</b> sentence{% endblocktranslate %}
<p lang="cy">Cymraeg</p><script>let words = 1;</script>
"""


def welsh(client: Client) -> Client:
    answer = client.post(reverse("people:language"), {"language": "cy", "next": "/search/"})
    assert answer.status_code == 302 and answer.url == "/search/"
    return client


@pytest.mark.parametrize("path", marked_templates(), ids=lambda path: str(path.relative_to(templates_folder())))
def test_every_word_of_a_marked_template_can_be_translated(path):
    assert unmarked_words(path.read_text(encoding="utf-8")) == []


def test_no_marked_word_is_overlooked_whatever_tag_it_stands_in():
    known = {text.replace("%%", "%") for text, _ in messages()}
    literal = re.compile(r"""{% translate (["'])(.*?)\1""")
    for path in marked_templates():
        assert {words for _, words in literal.findall(path.read_text(encoding="utf-8"))} <= known, path


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (MADE_UP, []),
        ("<p>Bare words</p>", ["Bare words"]),
        ('<a href="{{ x }}">Go to {{ place }}</a>', ["Go to"]),
        ('<nav aria-label="Pages"></nav>', ["Pages"]),
        ("<nav aria-label=\"{% translate 'Pages' %}\"></nav>", []),
        ("{% if x %}Yes{% else %}{% translate 'No' %}{% endif %}", ["Yes"]),
        ("{% comment %}Not said{% endcomment %}{# nor this #}", []),
        ('{% state "MET" "Holds" %}', ["Holds"]),
        ('{% state "MET" _("Holds") %}', []),
        ('{{ day|default:"It does not lapse" }}{{ when|date:"j F Y" }}', ["It does not lapse"]),
        ("{{ number }} {{ number|pluralize:',s' }}", ["number|pluralize:',s'"]),
        ('<h{{ level }} class="{% if level == 2 %}large{% endif %}">{{ title }}</h{{ level }}>', []),
        ("{% load i18n %}Your password was changed", ["Your password was changed"]),
    ],
)
def test_what_counts_as_unmarked(source, found):
    assert unmarked_words(source) == found


@pytest.mark.parametrize(
    "path", sorted(FOLDER.glob("*/LC_MESSAGES/*.po")), ids=lambda path: f"{path.parts[-3]}-{path.stem}"
)
def test_every_translated_text_still_exists_and_keeps_its_values(path):
    marked = dict(script_messages() if path.name == "djangojs.po" else messages())
    file = polib.pofile(str(path))
    assert {entry.msgid for entry in file} == set(marked)
    for entry in file.translated_entries():
        texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        for text in texts:
            assert _values(text) == _values(entry.msgid), entry.msgid


def _values(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)s|<\w+", text))


def test_the_navigation_and_the_account_are_welsh_for_who_chose_it(asha, signed_in):
    client = welsh(signed_in(asha))
    page = client.get("/").content.decode()
    assert '<html lang="cy"' in page
    for words in ("Hafan", "Sefydlu", "Dysgu", "Fframwaith", "Fy nghofnod", "Allgofnodi", "Helo Asha"):
        assert words in page
    assert '<span class="gt-languages__now" lang="cy" aria-current="true">Cymraeg</span>' in page
    client.post(reverse("people:language"), {"language": "en-gb", "next": "/"})
    assert '<html lang="en-GB"' in client.get("/").content.decode()


def test_sign_in_is_welsh_for_who_chose_it_and_for_a_browser_that_asks(db):
    for page in (
        welsh(Client()).get("/accounts/login/").content.decode(),
        Client(headers={"accept-language": "cy"}).get("/accounts/login/").content.decode(),
    ):
        assert '<button class="govuk-button" type="submit">Mewngofnodi</button>' in page
        assert "E-bost" in page and "Cyfrinair" in page
    american = Client(headers={"accept-language": "en-US,en;q=0.9"}).get("/accounts/login/").content.decode()
    assert '<html lang="en-GB"' in american and "Sign in" in american


def test_a_lessons_buttons_are_welsh_for_who_chose_it(asha, signed_in):
    client = welsh(signed_in(asha))
    study = start_study(asha.person, ModulePage.objects.get(slug="aspirations"), client_id=uuid.uuid4())
    first, second = study.lessons.select_related("lesson")[:2]
    page = client.get(reverse("enrolment:lesson", args=["aspirations", first.lesson.slug])).content.decode()
    assert f"Wedi’i gwneud. Nesaf: {second.title}" in page
    assert f"Gwers 1 o {study.lessons.count()}" in page
    module = client.get(reverse("enrolment:module", args=["aspirations"])).content.decode()
    assert f"Mynd ymlaen: {first.title}" in module


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/assessment/", "Arsylwadau o’ch ymarfer"),
        ("/record/", "Modiwlau a orffennwyd"),
        ("/framework/glossary/", "Geirfa"),
        ("/framework/", "Mwy o’r fframwaith"),
        ("/framework/masoss/mindset/", "Pwy luniodd y dudalen hon"),
        ("/framework/tools/preparation-checklist/", "Eich taflen"),
        ("/framework/handbook/masoss/", "Pa elfennau?"),
        ("/search/?q=strengths", "10 munud neu lai"),
    ],
)
def test_every_room_is_welsh_for_who_chose_it(asha, signed_in, address, words):
    response = welsh(signed_in(asha)).get(address)
    assert response.status_code == 200 and words in response.content.decode()


def test_where_somebody_stands_and_why_is_welsh(asha, signed_in):
    client = welsh(signed_in(asha))
    page = client.get(reverse("readiness:person", args=[asha.person.uuid])).content.decode()
    assert "Ble rydych chi’n sefyll" in page
    why = re.search(r'href="(/[^"]+)">[^<]+</a><span class="gt-rows__note">', page)
    assert why is not None and "Yr edau aur" in client.get(why[1]).content.decode()


def test_what_a_form_refuses_and_an_activity_says_are_welsh(asha, signed_in):
    client = welsh(signed_in(asha))
    study = start_study(asha.person, ModulePage.objects.get(slug="aspirations"), client_id=uuid.uuid4())
    lessons = [
        client.get(reverse("enrolment:lesson", args=["aspirations", one.lesson.slug])) for one in study.lessons.all()
    ]
    pages = [response.content.decode() for response in lessons]
    assert any("Gwirio fy ateb" in page for page in pages) and not any("Check my answer" in page for page in pages)
    with translation.override("cy"):
        assert str(NOT_SHOWN) == "Dewiswch o’r atebion a ddangosir."


def test_an_email_is_in_the_language_of_the_page_that_asked_for_it(asha, mailoutbox):
    welsh(Client()).post("/accounts/password/reset/", {"email": asha.email})
    assert "Dewis cyfrinair newydd" in mailoutbox[0].subject
    assert '<html lang="cy">' in mailoutbox[0].alternatives[0][0]
    Client().post("/accounts/password/reset/", {"email": asha.email})
    assert "Choose a new password" in mailoutbox[1].subject


def test_what_has_no_translation_is_english(asha, signed_in):
    assert "It holds no case records" in welsh(signed_in(asha)).get("/").content.decode()


def test_a_missing_page_and_a_refused_address_are_welsh(asha, signed_in):
    client = welsh(signed_in(asha))
    assert "Heb ddod o hyd i’r dudalen" in client.get("/nowhere/").content.decode()
    assert client.get(reverse("people:language")).status_code == 405


@pytest.mark.parametrize("wanted", ["xx", "", "cy\x00", "../cy"])
def test_a_language_that_we_do_not_have_changes_nothing(db, wanted):
    client = Client()
    client.post(reverse("people:language"), {"language": wanted, "next": "/accounts/login/"})
    assert '<html lang="en-GB"' in client.get("/accounts/login/").content.decode()


def test_the_way_back_never_leads_to_another_site(db):
    answer = Client().post(reverse("people:language"), {"language": "cy", "next": "https://elsewhere.example/"})
    assert answer.url == "/"


def test_cms_stays_english_unless_its_author_chooses_otherwise(priya, signed_in):
    client = welsh(signed_in(priya))
    assert '<html lang="en' in client.get("/cms/").content.decode()
    UserProfile.objects.update_or_create(user=priya, defaults={"preferred_language": "cy"})
    assert '<html lang="cy"' in client.get("/cms/").content.decode()
    assert '<html lang="cy"' in client.get("/").content.decode()


def test_the_command_adds_what_is_new_and_takes_out_what_is_gone(tmp_path, settings, capsys):
    settings.LOCALE_PATHS = [tmp_path]
    call_command("find_messages", "cy")
    path = tmp_path / "cy" / "LC_MESSAGES" / "django.po"
    file = polib.pofile(str(path))
    file.append(polib.POEntry(msgid="No longer said", msgstr="Dim mwy"))
    file.find("Home").msgstr = "Hafan"
    file.remove(file.find("Search"))
    file.save(str(path))
    call_command("find_messages", "cy")
    again = polib.pofile(str(path))
    assert again.find("Home").msgstr == "Hafan" and again.find("Search") and not again.find("No longer said")
    assert "1 translated, 1 gone" in capsys.readouterr().out


@pytest.mark.parametrize("path", scripts(), ids=lambda path: path.name)
def test_every_word_of_a_script_can_be_translated(path):
    source = path.read_text(encoding="utf-8")
    assert unmarked_speech(source) == []
    if path.name != "words.js":
        assert len(re.findall(r"\bn?gettext\(", source)) == len(list(messages_in(source)))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('say(gettext("Saved %(moment)s", { moment }));', []),
        ('say("Saving …");', ['"Saving …"']),
        ("say(`Moved to ${place}.`);", ["`Moved to ${place}.`"]),
        ('// Says "Saved at last" once.\nform.querySelector("[data-saved] p")', []),
        ('ngettext("%(number)s item is there.", "%(number)s items are there.", 2)', []),
    ],
)
def test_what_a_script_says_unmarked(source, found):
    assert unmarked_speech(source) == found


def test_scripts_speak_welsh_on_a_welsh_page_and_bring_nothing_on_an_english_one(asha, signed_in):
    client = signed_in(asha)
    assert "words.js" not in client.get("/").content.decode()
    assert '<script src="/language/words.js?cy" defer></script>' in welsh(client).get("/").content.decode()
    catalogue = client.get("/language/words.js")
    assert catalogue["Content-Type"].startswith("text/javascript") and catalogue["Cache-Control"]
    assert "Everything is ready." in catalogue.content.decode()
    assert len(catalogue.content) < 20_000
