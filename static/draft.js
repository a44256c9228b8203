// Drafts keep themselves: a form with data-draft="<address>" is sent there a moment after somebody typed.
// The address answers JSON {"revision": n}; 409 means that the draft was changed elsewhere: then nothing
// more is sent by itself. The form may hold a field `revision`, and an element with data-draft-said whose
// data-saving, data-saved, data-stale and data-failed are what is said. Without this script, Save does it.
const QUIET_MS = 1500;
const CONFLICT = 409;

function draftOf(form) {
  const said = form.querySelector("[data-draft-said]");
  let timer = 0;
  let dirty = false;
  let stale = false;
  let running = null;

  function say(what) {
    if (said) said.textContent = said.dataset[what] ?? "";
  }

  async function send() {
    dirty = false;
    say("saving");
    try {
      const answer = await fetch(form.dataset.draft, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        keepalive: true,
      });
      if (answer.status === CONFLICT) {
        stale = true;
        say("stale");
        return;
      }
      if (!answer.ok) throw new Error(answer.statusText);
      const kept = await answer.json();
      const revision = form.elements.namedItem("revision");
      if (revision && kept.revision !== undefined) revision.value = String(kept.revision);
      if (!dirty) say("saved");
    } catch {
      dirty = true;
      say("failed");
    }
  }

  async function save() {
    clearTimeout(timer);
    if (running) await running;
    if (!dirty || stale) return;
    running = send();
    await running;
    running = null;
  }

  form.addEventListener("input", () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, QUIET_MS);
  });

  return { form, save, waits: () => !stale && (dirty || running !== null), rest: () => { clearTimeout(timer); dirty = false; } };
}

const drafts = [...document.querySelectorAll("form[data-draft]")].map(draftOf);

// Any form of the page may change what a draft belongs to: what was typed is kept first, so that it is never stale.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  for (const draft of drafts) if (draft.form === form) draft.rest(); // what was typed in it goes out with it
  const waiting = drafts.filter((draft) => draft.waits());
  if (waiting.length === 0) return; // also because a form cannot be sent again as long as this event is under way
  event.preventDefault();
  const { submitter } = event;
  for (const draft of waiting) {
    await draft.save();
    draft.rest();
  }
  form.requestSubmit(submitter);
});

// Leaving the page: what is not sent yet goes out with it.
addEventListener("pagehide", () => { for (const draft of drafts) draft.save(); });
