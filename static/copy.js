// Adds a working Copy button to every .copy-field; without this script the text can be selected by hand.
const SHOWN_MS = 4000;

async function copied(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.focus();
    field.select();
    return document.execCommand("copy");
  }
}

for (const box of document.querySelectorAll(".copy-field")) {
  const field = box.querySelector(".copy-field__value");
  const button = box.querySelector(".copy-field__button");
  const said = box.querySelector(".copy-field__said");
  button.hidden = false;
  button.addEventListener("click", async () => {
    const done = await copied(field);
    button.focus();
    said.textContent = done ? button.dataset.done : button.dataset.failed;
    setTimeout(() => { said.textContent = ""; }, SHOWN_MS);
  });
}
