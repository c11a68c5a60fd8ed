"""Setting up a council, its settings, and its colour."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control

from safetyvalve.core.access import CouncilRequest, SignedInRequest, installation_administrator, public, requires
from safetyvalve.core.forms.authority import AuthorityCreateForm, AuthorityEditForm
from safetyvalve.core.models import Authority
from safetyvalve.core.roles import Permission
from safetyvalve.core.services import authorities, council_colours, invitations
from safetyvalve.core.services.refusals import NotAllowed


@installation_administrator
def authority_create(request: SignedInRequest) -> HttpResponse:
    """A new council and the person who will add everybody else."""
    form = AuthorityCreateForm(request.POST or None)
    if form.is_valid():
        try:
            council = authorities.create(
                form.instance,
                administrator_email=form.cleaned_data["administrator_email"],
                administrator_name=form.cleaned_data["administrator_name"],
                by=request.user,
                now=timezone.now(),
                invite=invitations.sender(request),
            )
        except NotAllowed as refusal:
            form.add_error("administrator_email", refusal.reasons)
        else:
            name = form.cleaned_data["administrator_name"]
            messages.success(request, f"{council} is set up. {name} can now add its people.")
            return redirect("core:home")
    return render(request, "core/authority_create.html", {"form": form})


@requires(Permission.COUNCIL_EDIT)
def authority_edit(request: CouncilRequest) -> HttpResponse:
    """Name, colour and the size below which counts are hidden."""
    council = Authority.objects.get(pk=request.authority.pk)
    form = AuthorityEditForm(request.POST or None, instance=council)
    if form.is_valid():
        authorities.change(form.instance, by=request.user, now=timezone.now())
        messages.success(request, "Settings saved.")
        return redirect("core:authority-edit", council.la_code)
    return render(request, "core/authority_edit.html", {"form": form})


@public
@cache_control(public=True, max_age=300)
def council_stylesheet(request: HttpRequest, la_code: str) -> HttpResponse:
    """The council's colour as custom properties: the page itself may carry no style."""
    council = get_object_or_404(Authority, la_code=la_code)
    return HttpResponse(council_colours.stylesheet(council.colour), content_type="text/css; charset=utf-8")
