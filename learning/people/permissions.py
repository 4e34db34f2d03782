"""Who may see whom: one scoping function, used by every report, export and address. Rights are always today's."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import Substr

from framework.models import Framework
from learning.people.models import Account, Person, Post, Responsibility, Unit
from learning.people.queries import local_today


def people_visible_to(account: Account, as_at: date | None = None) -> QuerySet[Person]:
    """Return the people whose learning this account may see.

    Oneself; those whose line manager one is today; and those who, on `as_at` (today unless given), hold a post in a
    unit that one leads today. Access by line ends the moment the line does, whatever date is looked at.
    """
    today = local_today()
    my_line = Post.objects.on(today).filter(person=OuterRef("pk"), line_manager=account.person_id)
    my_units = Post.objects.on(as_at or today).filter(person=OuterRef("pk"), unit__in=units_led_by(account))
    return Person.objects.filter(Q(pk=account.person_id) | Q(Exists(my_line)) | Q(Exists(my_units)))


def units_led_by(account: Account) -> QuerySet[Unit]:
    """Return every unit this account's person leads today, with all units below them."""
    led = (
        Responsibility.objects.on(local_today())
        .filter(person=account.person_id, kind=Responsibility.Kind.LEADER)
        .annotate(path_below=ExpressionWrapper(OuterRef("path"), output_field=CharField()))
        .filter(path_below__startswith=F("unit__path"))
    )
    units: QuerySet[Unit] = Unit.objects.filter(Exists(led))
    return units


def manages_today(account: Account, person: Person) -> bool:
    """Answer whether this account's person is the other's line manager today. Nobody manages themselves."""
    return (
        account.person_id != person.pk
        and Post.objects.on(local_today()).filter(person=person, line_manager=account.person_id).exists()
    )


def organisations_of(account: Account) -> QuerySet[Unit]:
    """Return the organisations this account's person belongs to today, by a post or a responsibility."""
    mine = [
        dated.objects.on(local_today())
        .filter(person=account.person_id)
        .values_list(Substr("unit__path", 1, Unit.steplen), flat=True)
        for dated in (Post, Responsibility)
    ]
    units: QuerySet[Unit] = Unit.objects.filter(Q(path__in=mine[0]) | Q(path__in=mine[1]))
    return units


def frameworks_open_to(account: Account) -> QuerySet[Framework]:
    """Return the practice frameworks that the account's organisations work by."""
    return Framework.objects.filter(organisations__in=organisations_of(account)).distinct()


def colleagues_of(account: Account) -> QuerySet[Person]:
    """Return the people who hold a post today in an organisation the account belongs to: whose names it may choose."""
    roots = organisations_of(account).values("path")
    posts = Post.objects.on(local_today()).filter(person=OuterRef("pk"))
    in_mine = posts.annotate(root=Substr("unit__path", 1, Unit.steplen)).filter(root__in=roots)
    return Person.objects.filter(Exists(in_mine))


def organisations_framed_by(account: Account) -> QuerySet[Unit]:
    """Return the organisations in which the account's person owns the practice framework, or administers, today."""
    kinds = [Responsibility.Kind.FRAMEWORK_LEAD, Responsibility.Kind.ADMINISTRATOR]
    mine = Responsibility.objects.on(local_today()).filter(person=account.person_id, kind__in=kinds)
    roots = mine.values_list(Substr("unit__path", 1, Unit.steplen), flat=True)
    units: QuerySet[Unit] = Unit.objects.filter(path__in=roots)
    return units


def may_open_staff_area(account: Account, area: str) -> bool:
    """Answer whether an account may open `/cms/` (authors) or `/django-admin/` (administrators)."""
    if area == "/cms/":
        return account.has_perm("wagtailadmin.access_admin")
    return account.is_staff


@dataclass(frozen=True)
class Doors:
    """Which parts of the site an account finds beside its own learning."""

    readiness: bool
    cms: bool
    reviews: bool = False


def doors_of(account: Account) -> Doors:
    """Return which parts of the site to offer an account, remembered for a minute: each door asks again itself."""
    key = f"doors:{account.pk}"
    doors: Doors | None = cache.get(key)
    if doors is None:
        doors = _find_doors(account)
        cache.set(key, doors, 60)
    return doors


def _find_doors(account: Account) -> Doors:
    today = local_today()
    leads = Responsibility.objects.on(today).filter(person=OuterRef("person"), kind=Responsibility.Kind.LEADER)
    manages = Post.objects.on(today).filter(line_manager=OuterRef("person"))
    edits = Permission.objects.filter(
        content_type__app_label="wagtailadmin", codename="access_admin", group__user=OuterRef("pk")
    )
    reviews = Permission.objects.filter(
        content_type__app_label="authoring", codename="review_pages", group__user=OuterRef("pk")
    )
    doors = [Exists(rows) for rows in (leads, manages, edits, reviews)]
    found = Account.objects.filter(pk=account.pk).values_list(*doors).get()
    cms = found[2] or account.is_superuser
    return Doors(readiness=found[0] or found[1], cms=cms, reviews=found[3] or cms)
