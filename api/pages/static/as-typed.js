// Has a draft checked while somebody types, and says what was found. Saves nothing; the page works without it.
"use strict";
for (const form of document.querySelectorAll("form[data-check]")) {
  const said = document.getElementById(form.dataset.said);
  let waiting = 0, last = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const turn = ++last;
      const reply = await fetch(form.dataset.check, { method: "POST", body: new URLSearchParams(new FormData(form)) }).catch(() => null);
      if (turn !== last || !reply || !reply.ok) return;
      const { found } = await reply.json();
      const list = document.createElement("ul");
      list.className = "govuk-list govuk-list--bullet";
      for (const one of found) {
        const item = list.appendChild(document.createElement("li"));
        const link = item.appendChild(document.createElement("a"));
        link.className = "govuk-link";
        link.href = "#" + one.field;
        link.textContent = one.text;
      }
      const text = document.createElement("p");
      text.className = "govuk-body";
      text.textContent = found.length ? "As typed, this has to be mended before the draft loads:" : "As typed, the check finds nothing to mend. Nothing is saved yet.";
      said.replaceChildren(text, ...(found.length ? [list] : []));
    }, 700);
  });
}
