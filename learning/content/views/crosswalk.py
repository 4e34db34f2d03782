from itertools import combinations

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from framework.queries import crosswalk_between
from learning.content.permissions import get_framework_for, readable_frameworks
from learning.people.decorators import SignedInRequest, page

INDEX_URL = "/framework/"


@page
def crosswalks(request: SignedInRequest) -> HttpResponseBase:
    """Show which frameworks can be read side by side; with two there is nothing to choose."""
    pairs = list(combinations(readable_frameworks(request.user), 2))
    if len(pairs) == 1:
        return redirect("content:crosswalk", pairs[0][0].code, pairs[0][1].code)
    return render(request, "framework/crosswalks.html", {"pairs": pairs, "index_url": INDEX_URL})


@page
def crosswalk(request: SignedInRequest, one: str, other: str) -> HttpResponseBase:
    """Show two frameworks side by side: in words, as a picture, and as its table."""
    if one == other:
        raise Http404
    frameworks = [get_framework_for(request.user, code) for code in (one, other)]
    lines = crosswalk_between(*frameworks)
    sides = [list(framework.elements.all()) for framework in frameworks]
    matched = {line.element.pk for line in lines} | {line.other.pk for line in lines}
    alone = [[element for element in side if element.pk not in matched] for side in sides]
    context = {
        "index_url": INDEX_URL,
        "first": frameworks[0],
        "other": frameworks[1],
        "lines": lines,
        "left": sides[0],
        "right": sides[1],
        "alone": list(zip(frameworks, alone, strict=True)),
        "matched": len(sides[0]) - len(alone[0]),
    }
    return render(request, "framework/crosswalk.html", context)
