"""People of a council: who they are, what they may do, and since when."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.dates import in_words
from safetyvalve.core.forms.people import PersonAddForm, RoleEndForm, RoleGiveForm
from safetyvalve.core.models import Authority, Membership, User
from safetyvalve.core.roles import Permission, Role
from safetyvalve.core.services import invitations, memberships
from safetyvalve.core.services.refusals import NotAllowed


@dataclass(frozen=True)
class HeldRole:
    """A membership as an administrator reads it."""

    membership: Membership
    today: date

    @property
    def label(self) -> str:
        return str(Role(self.membership.role).label)

    @property
    def state(self) -> str:
        """ "From 1 June 2024", "Until 30 June 2024", "Ended 31 May 2024" or "Current"."""
        starts_on, ends_on = self.membership.starts_on, self.membership.ends_on
        if ends_on and ends_on < self.today:
            return f"Ended {in_words(ends_on)}"
        if starts_on > self.today:
            return f"From {in_words(starts_on)}"
        return f"Until {in_words(ends_on)}" if ends_on else "Current"

    @property
    def has_ended(self) -> bool:
        return self.membership.ends_on is not None and self.membership.ends_on < self.today


@dataclass(frozen=True)
class Person:
    """Somebody with the roles they hold, or held, in one council."""

    user: User
    roles: list[HeldRole]

    @property
    def current(self) -> list[HeldRole]:
        return [role for role in self.roles if not role.has_ended]

    @property
    def address(self) -> list[str]:
        """The e-mail address in the parts at which a narrow screen may break it."""
        return self.user.email.replace("@", "\n@").replace(".", "\n.").split("\n")

    @property
    def shown(self) -> list[HeldRole]:
        """What a list shows: the roles that count, or for somebody who has left, those that did."""
        return self.current or self.roles


@requires(Permission.PEOPLE_MANAGE)
def people(request: CouncilRequest) -> HttpResponse:
    """Everybody with a role, and those whose roles have ended."""
    everybody = _everybody(request.authority)
    context = {
        "people": [person for person in everybody if person.current],
        "former": [person for person in everybody if not person.current],
    }
    return render(request, "core/people.html", context)


@requires(Permission.PEOPLE_MANAGE)
def person_add(request: CouncilRequest) -> HttpResponse:
    """Somebody joins: with the account they have, or a new one."""
    form = PersonAddForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    if form.is_valid():
        try:
            user, is_new = memberships.add_person(
                request.authority,
                **form.cleaned_data,
                by=request.user,
                now=timezone.now(),
                invite=invitations.sender(request),
            )
        except NotAllowed as refusal:
            form.add_error(None, refusal.reasons)
        else:
            messages.success(request, _welcome(user, is_new=is_new))
            return redirect("core:person", request.authority.la_code, user.actor_id)
    return render(request, "core/person_add.html", {"form": form})


@requires(Permission.PEOPLE_MANAGE)
def person(request: CouncilRequest, actor_id: UUID) -> HttpResponse:
    """One person's roles; a further role is given here."""
    somebody = _person_or_404(request.authority, actor_id)
    form = RoleGiveForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    if form.is_valid():
        role: Role = form.cleaned_data["role"]
        try:
            memberships.give_role(
                request.authority,
                somebody.user,
                role,
                starts_on=form.cleaned_data["starts_on"],
                by=request.user,
                now=timezone.now(),
            )
        except NotAllowed as refusal:
            form.add_error("role", refusal.reasons)
        else:
            messages.success(request, f"{somebody.user} has been given the role {role.label}.")
            return redirect("core:person", request.authority.la_code, actor_id)
    context = {"person": somebody, "form": form, "is_yourself": somebody.user == request.user}
    return render(request, "core/person.html", context)


@requires(Permission.PEOPLE_MANAGE)
def role_end(request: CouncilRequest, actor_id: UUID, membership_id: int) -> HttpResponse:
    """Asks once more, with the consequence, before a role ends."""
    today = timezone.localdate()
    held = Membership.objects.filter(authority=request.authority, user__actor_id=actor_id)
    membership = get_object_or_404(held.select_related("user", "authority"), pk=membership_id)
    form = RoleEndForm(request.POST or None, membership=membership, today=today)
    if form.is_valid():
        at_once = form.cleaned_data["when"] == RoleEndForm.AT_ONCE
        day = memberships.earliest_end(membership, today=today) if at_once else form.cleaned_data["ends_on"]
        try:
            ended = memberships.end_role(membership, ends_on=day, by=request.user, now=timezone.now())
        except NotAllowed as refusal:
            form.add_error(None, refusal.reasons)
        else:
            messages.success(request, _farewell(membership, ended, today=today))
            return redirect("core:person", request.authority.la_code, actor_id)
    context = {"form": form, "membership": membership, "role": HeldRole(membership, today)}
    return render(request, "core/role_end.html", context)


def _everybody(authority: Authority, actor_id: UUID | None = None) -> list[Person]:
    """Two people or two hundred: one query."""
    rows = Membership.objects.filter(authority=authority).select_related("user", "authority")
    if actor_id:
        rows = rows.filter(user__actor_id=actor_id)
    today = timezone.localdate()
    found: dict[User, list[HeldRole]] = {}
    for membership in rows.order_by("user__display_name", "user__email", "-starts_on"):
        found.setdefault(membership.user, []).append(HeldRole(membership, today))
    return [Person(user, roles) for user, roles in found.items()]


def _person_or_404(authority: Authority, actor_id: UUID) -> Person:
    found = _everybody(authority, actor_id)
    if not found:
        raise Http404("Nobody in this council has this address.")
    return found[0]


def _welcome(user: User, *, is_new: bool) -> str:
    if is_new:
        return (
            f"{user} has been added. We are sending a link to {user.email} to choose a password. "
            "If it does not arrive, they can use “Forgotten your password?” on the sign-in page."
        )
    return f"{user} has been added. They sign in as before, with {user.email}."


def _farewell(before: Membership, ended: Membership | None, *, today: date) -> str:
    label = Role(before.role).label
    if ended is None or ended.ends_on is None:
        return f"{before.user} will not become {label}."
    if ended.ends_on < today:
        return f"{before.user} is no longer {label}."
    return f"{before.user} is {label} until the end of {in_words(ended.ends_on)}."
