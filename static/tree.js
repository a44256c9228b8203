// A tree whose items can be dragged: an <ol data-tree="id of a form">, items with data-thing and data-id, lists of
// competencies with data-domain. Where an item is let go, the form is filled and sent, as the buttons do. Places are
// counted without the item that moves. Without this script, the buttons do it.
function childItems(list, thing) {
  return [...list.children].filter((one) => one.dataset.thing === thing);
}

function treeOf(tree) {
  const form = document.getElementById(tree.dataset.tree);
  let moved = null;

  function target(event) {
    if (!moved) return null;
    const { thing } = moved.dataset;
    const list = thing === "domain" ? tree : event.target.closest("[data-thing=domain]")?.querySelector("[data-domain]");
    if (!list) return null;
    const rest = childItems(list, thing).filter((one) => one !== moved);
    const after = rest.filter((one) => { const box = one.getBoundingClientRect(); return event.clientY > box.top + box.height / 2; });
    return { list, at: after.length, before: rest[after.length] ?? null };
  }

  function show(place) {
    for (const one of tree.querySelectorAll(".tree__here")) one.classList.remove("tree__here");
    if (place) (place.before ?? place.list).classList.add("tree__here");
  }

  for (const item of tree.querySelectorAll("[data-thing]")) {
    item.draggable = true;
    item.addEventListener("dragstart", (event) => {
      if (moved) return;
      moved = item;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", item.dataset.id);
      event.stopPropagation();
    });
    item.addEventListener("dragend", () => { moved = null; show(null); });
  }
  tree.addEventListener("dragover", (event) => {
    const place = target(event);
    show(place);
    if (place) event.preventDefault();
  });
  tree.addEventListener("drop", (event) => {
    const place = target(event);
    if (!place) return;
    event.preventDefault();
    const said = { thing: moved.dataset.thing, id: moved.dataset.id, domain: place.list.dataset.domain ?? "", to: String(place.at) };
    for (const [name, value] of Object.entries(said)) form.elements.namedItem(name).value = value;
    form.requestSubmit();
  });
}

for (const tree of document.querySelectorAll("[data-tree]")) treeOf(tree);
