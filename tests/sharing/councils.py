"""A second organisation that takes what Priya's makes, on the same database: Mina owns the framework at Southmere."""

from __future__ import annotations

import json
from uuid import uuid4

from django.contrib.auth.models import Group

from learning.content.models import ModulePage
from learning.demo.site import AUTHORS
from learning.people.models import Account, Person, Responsibility, Unit
from learning.people.queries import local_today
from learning.sharing.actions.keys import signing_key
from learning.sharing.actions.making import PackAsked, make_pack
from learning.sharing.actions.publishers import add_publisher
from learning.sharing.actions.receiving import receive_pack
from learning.sharing.models import MadePack, Publisher, ReceivedPack
from learning.sharing.queries.packing import Choice, gather
from learning.sharing.queries.reading import read_items
from learning.sharing.queries.standing import Local, Standing
from learning.sharing.rules.archive import Manifest, read_pack, write_pack
from learning.sharing.rules.signing import new_private_key, public_key_of

NORTHVALE, SOUTHMERE = "Northvale Council", "Southmere Care"


def organisation(name: str) -> Unit:
    return Unit.objects.get(name=name)


def mina() -> Account:
    """The framework lead of the other organisation."""
    found = Account.objects.filter(email="mina@example.org").first()
    if found:
        return found
    southmere = organisation(SOUTHMERE)
    person = Person.objects.create(name="Mina Sole")
    account = Account.objects.create_user("mina@example.org", "golden-thread-demo", person=person)
    lead = Responsibility.Kind.FRAMEWORK_LEAD
    Responsibility.objects.create(person=person, kind=lead, unit=southmere, started_on=local_today())
    account.groups.add(Group.objects.get(name=AUTHORS))
    southmere.frameworks.add(*organisation(NORTHVALE).frameworks.all())
    return Account.objects.get(pk=account.pk)


def pack_of(priya: Account, choice: Choice, *, name: str = "mindset", title: str = "Mindset") -> MadePack:
    asked = PackAsked(name, title, "", choice, uuid4())
    return make_pack(organisation(NORTHVALE), asked, by=priya.person, say=lambda *step: None)


def module_choice(*slugs: str) -> Choice:
    return Choice(
        pages=tuple(
            ModulePage.objects.filter(slug__in=slugs, organisation__name=NORTHVALE).values_list("pk", flat=True)
        )
    )


def content_of(made: MadePack) -> bytes:
    with made.file.open("rb") as file:
        return file.read()


def northvale_as_publisher(by: Account) -> Publisher:
    southmere = organisation(SOUTHMERE)
    key = signing_key(organisation(NORTHVALE)).public_key
    known = Publisher.objects.filter(organisation=southmere, public_key=key).first()
    return known or add_publisher(southmere, name=NORTHVALE, public_key=key, by=by.person)


def brought(made: MadePack, by: Account) -> ReceivedPack:
    northvale_as_publisher(by)
    return receive_pack(organisation(SOUTHMERE), content_of(made), by=by.person)


def standings_of(received: ReceivedPack, account: Account) -> dict[str, Standing]:
    with received.file.open("rb") as file:
        pack = read_pack(file.read(), {received.publisher.public_key})
    arrived = read_items(pack, received.organisation, received.publisher)
    return {one.item.key: one for one in Local(arrived, received.organisation, received.publisher).standings(account)}


def foreign_pack(
    documents: dict[str, dict],
    media: dict[str, bytes] | None = None,
    *,
    key: bytes,
    version: int = 1,
    name: str = "theirs",
) -> bytes:
    """A pack that somebody with a key of their own signed, whatever it holds."""
    about = Manifest(
        name=name,
        title="Theirs",
        version=version,
        publisher="Eastmoor",
        public_key="",
        made_at="2026-11-22T10:00:00+00:00",
    )
    parts = {part: json.dumps(one).encode() for part, one in documents.items()}
    return write_pack(about, {**parts, **(media or {})}, key)


def received_by(organisation: Unit, *, by: Account) -> ReceivedPack:
    """A pack that came to an organisation from another one: the framework both work by."""
    key = new_private_key()
    add_publisher(organisation, name="Eastmoor", public_key=public_key_of(key), by=by.person)
    parcel = gather(organisation, Choice(frameworks=("masoss",)))
    framework = {name: one for name, one in parcel.documents.items() if name.startswith("frameworks/")}
    return receive_pack(organisation, foreign_pack(framework, key=key), by=by.person)
