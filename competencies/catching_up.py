"""A draft takes in what was published beside it: whatever the draft itself left as it was. Pure."""

from competencies import draft_tree
from competencies.draft_tree import CONTENT, Node, Tree

_FRAME = ("title", "description", "levels")


def caught_up(tree: Tree, base: Tree, current: Tree) -> Tree:
    """Give the draft `tree`, which began as `base`, with what is otherwise in `current` and not in the draft.

    Where both say something new, the draft keeps its own words.
    """
    frame = {name: current[name] for name in _FRAME if tree[name] == base[name]}
    found = _domains({**tree, **frame}, base, current)
    known, now = _by_id(base), _by_id(current)
    for name, (domain, one) in now.items():
        if name in known:
            found = _taken_in(found, known[name], (domain, one))
        elif name not in draft_tree.ids(found):
            if not found["domains"]:
                title = draft_tree.find_domain(current, domain)["title"]
                found = draft_tree.add_domain(found, domain, title)
            found = draft_tree.add_competency(found, _home(found, domain), one)
    for name in known.keys() - now.keys():
        if name in draft_tree.ids(found) and _same(draft_tree.find_competency(found, name), known[name][1]):
            found = draft_tree.remove_competency(found, name)
    return found


def _domains(tree: Tree, base: Tree, current: Tree) -> Tree:
    titles = {one["id"]: one["title"] for one in base["domains"]}
    own = {one["id"]: one["title"] for one in tree["domains"]}
    for one in current["domains"]:
        name = one["id"]
        if name in own and own[name] == titles.get(name):
            tree = draft_tree.change_domain(tree, name, one["title"])
        elif name not in own and name not in titles:
            tree = draft_tree.add_domain(tree, name, one["title"])
    return tree


def _taken_in(tree: Tree, known: tuple[str, Node], now: tuple[str, Node]) -> Tree:
    """Take in one competency, where the draft still has it: its words, and the domain it moved to."""
    name = now[1]["id"]
    if name not in draft_tree.ids(tree):
        return tree
    if _same(draft_tree.find_competency(tree, name), known[1]):
        tree = draft_tree.change_competency(tree, name, **{one: now[1][one] for one in CONTENT})
    domain, _ = draft_tree.place_of(tree, name)
    if known[0] == domain != now[0] and now[0] == _home(tree, now[0]):
        tree = draft_tree.move_competency(tree, name, now[0], draft_tree.COMPETENCIES_MAX)
    return tree


def _same(one: Node, other: Node) -> bool:
    return all(one[name] == other[name] for name in CONTENT)


def _home(tree: Tree, domain: str) -> str:
    """Give the domain itself where the draft has it, else its first one."""
    names = [one["id"] for one in tree["domains"]]
    return domain if domain in names else str(names[0])


def _by_id(tree: Tree) -> dict[str, tuple[str, Node]]:
    return {one["id"]: (domain, one) for domain, one in draft_tree.competencies(tree)}
