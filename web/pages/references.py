"""Pages of frameworks from elsewhere, for everybody: the list, a tree of many pages, one item; and search."""

import re
from typing import Any
from uuid import UUID

import orjson
from flask import Blueprint, render_template, request, url_for

from competencies.alignments import is_https
from competencies.case.showing import line_of
from competencies.case.writing import identifier_of
from competencies.models import ReferenceFramework
from competencies.queries import references
from competencies.queries.references import PAGE_SIZE, ItemView
from foundation.acting import current_actor
from foundation.addresses import absolute, case_path, framework_path
from foundation.errors import NotFoundError
from foundation.policy import Action, Scope, may
from issuers import queries as issuers
from web.pages import picking
from web.reference_words import association_word

blueprint = Blueprint("references", __name__, url_prefix="/reference")

FOUND_SIZE = 20
MOST_BELOW = 20  # of what stands below an item of the tree; the rest is on the item's own page
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


blueprint.app_template_global("found_items")(picking.found_items)
blueprint.app_template_global("has_references")(picking.has_references)


@blueprint.app_template_global("own_case_address")
def own_case_address(slug: str) -> str:
    """Give where other systems find a framework of our own."""
    return absolute(case_path("CFPackages", identifier_of(absolute(framework_path(slug)))))


@blueprint.app_template_filter("language_tag")
def language_tag(language: str) -> str:
    """Give a language as a page may name it, "" for what is none (a stranger wrote it)."""
    return language if _TAG.fullmatch(language or "") else ""


@blueprint.get("")
def frameworks() -> str:
    """List the frameworks from elsewhere, and what a search finds in them."""
    text, page = request.args.get("q", "").strip()[:200], _page()
    found, total = references.search(text, page=page, size=FOUND_SIZE) if text else ([], 0)
    return render_template(
        "references/list.html",
        frameworks=references.frameworks(),
        text=text,
        found=found,
        total=total,
        **_pages(page, total, FOUND_SIZE, "references.frameworks", q=text),
    )


@blueprint.get("/<uuid:identifier>")
def framework(identifier: UUID) -> str:
    """Show a framework as a tree, a hundred branches to a page."""
    copy, owner_id = _copy()
    found, page = references.framework(identifier, owner_id), _page()
    top = references.children(found, None, page=page)
    below = references.first_children(found, [one.identifier for one in top.items], MOST_BELOW)
    parents = [one.identifier for listed in below.values() for one in listed]
    return render_template(
        "references/framework.html",
        framework=found,
        owner=issuers.issuer(found.owner_id),
        top=top,
        below=below | references.first_children(found, parents, MOST_BELOW),
        most_below=MOST_BELOW,
        case_address=absolute(case_path("CFPackages", identifier)) + (f"?group={copy}" if copy else ""),
        copy=copy,
        manages=may(current_actor(), Action.COMPETENCY_DEFINE, Scope(group_id=found.owner_id)),
        description=_text(orjson.loads(found.document), "description"),
        **_pages(page, top.total, PAGE_SIZE, "references.framework", identifier=identifier, group=copy),
    )


@blueprint.get("/items/<uuid:identifier>")
def item(identifier: UUID) -> str:
    """Show one item: what it says, what it stands below, what stands below it, what it is like elsewhere."""
    copy, owner_id = _copy()
    found, page = references.item(identifier, owner_id), _page()
    children = references.children(found.framework, identifier, page=page)
    return render_template(
        "references/item.html",
        item=found,
        above=references.ancestors(found.framework, identifier),
        children=children,
        relations=_relations(found, copy),
        copy=copy,
        case_address=absolute(case_path("CFItems", identifier)),
        own_address=_https(orjson.loads(found.body).get("uri")),
        **_pages(page, children.total, PAGE_SIZE, "references.item", identifier=identifier, group=copy),
    )


def _copy() -> tuple[str | None, UUID | None]:
    """Give the group whose copy is asked for, and its id: for the copies for which another one stands."""
    name = request.args.get("group")
    if not name:
        return None, None
    group = issuers.group_by_slug(name)
    if group is None:
        raise NotFoundError
    return group.slug, group.id


def _page() -> int:
    return min(max(1, request.args.get("page", 1, int)), 1_000_000)


def _pages(page: int, total: int, size: int, endpoint: str, **values: Any) -> dict[str, Any]:
    """Give the neighbouring pages of a list. Raises NotFoundError for a page after the last."""
    last = max(1, -(-total // size))
    if page > last:
        raise NotFoundError
    return {
        "previous": url_for(endpoint, page=page - 1, **values) if page > 1 else "",
        "next_page": url_for(endpoint, page=page + 1, **values) if page < last else "",
        "place": f"{page} / {last}",
    }


def _relations(found: ItemView, copy: str | None) -> list[dict[str, Any]]:
    """Give what an item is associated with, apart from its place: how, a name, and where that is."""
    relations = []
    for body in references.associations(found.framework, found.identifier):
        one = orjson.loads(body)
        if one["associationType"] == "isChildOf":
            continue
        is_origin = one["originNodeURI"]["identifier"] == str(found.identifier)
        other = one["destinationNodeURI" if is_origin else "originNodeURI"]
        relations.append(
            {
                "word": association_word(one["associationType"], is_origin=is_origin),
                "title": line_of(other["title"], 300) or other["identifier"],
                "address": _own_item(found.framework, other["identifier"], copy) or _https(other["uri"]),
            }
        )
    return relations


def _own_item(framework: ReferenceFramework, identifier: str, copy: str | None) -> str:
    try:
        found = references.item_or_none(UUID(identifier), framework.owner_id)
    except ValueError:
        return ""
    is_here = found is not None and found.framework.id == framework.id
    return url_for("references.item", identifier=identifier, group=copy) if is_here else ""


def _https(address: Any) -> str:
    return address if is_https(address) else ""


def _text(document: dict[str, Any], name: str) -> str:
    return line_of(document.get(name), 2_000)
