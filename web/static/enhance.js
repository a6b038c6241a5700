/* Everything here is a convenience: each page does its work without it. */
"use strict";
(() => {
  const OFF = "gongkai-keys-off"; // the reader's choice to have no single-key shortcuts
  const form = document.getElementById("search");
  const box = document.getElementById("q");
  const remembered = () => {
    try { return localStorage.getItem(OFF) === "1"; } catch { return false; }
  };

  // An empty field says nothing: keep it out of the address.
  addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) {
      if (value === "") formData.delete(name);
    }
  });

  // A box ticked is a search, except in the sheet of a phone, where several are chosen first.
  const filters = document.getElementById("filters");
  const KEPT = "gongkai-focus";
  filters?.addEventListener("change", (event) => {
    if (filters.matches(":popover-open")) return;
    const { name, value } = event.target;
    try { sessionStorage.setItem(KEPT, JSON.stringify([name, value])); } catch { /* no matter */ }
    document.body.classList.add("leaving");
    document.getElementById("results")?.setAttribute("aria-busy", "true");
    // Filters go with the words that were asked, not with those that are half typed.
    if (box && form.dataset.q !== undefined) box.value = form.dataset.q;
    form.requestSubmit();
  });
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT));
    sessionStorage.removeItem(KEPT);
    if (kept && filters) {
      const [name, value] = kept;
      [...filters.querySelectorAll("input")]
        .find((one) => one.name === name && one.value === value)?.focus({ preventScroll: true });
    }
  } catch { /* no matter */ }

  // Back may bring a page with boxes as they were left: show what its address says.
  addEventListener("pageshow", (event) => {
    document.body.classList.remove("leaving");
    document.getElementById("results")?.removeAttribute("aria-busy");
    if (event.persisted || performance.getEntriesByType("navigation")[0]?.type === "back_forward") {
      form?.reset();
    }
  });

  // Never act on a key that belongs to an input method: Safari and some others tell by 229 only.
  const composing = (event) => event.isComposing || event.keyCode === 229;
  form?.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && composing(event)) event.preventDefault();
  });

  const move = (step) => {
    const titles = [...document.querySelectorAll(".results a.title")];
    if (!titles.length) return;
    const here = titles.indexOf(document.activeElement);
    const next = here < 0 ? (step > 0 ? 0 : titles.length - 1) : here + step;
    titles[Math.max(0, Math.min(titles.length - 1, next))].focus();
  };

  addEventListener("keydown", (event) => {
    if (composing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    const field = event.target.closest?.("input, select, textarea, [contenteditable]");
    if (field) {
      if (event.key === "Escape" && field === box) box.blur();
      return;
    }
    if (remembered()) return;
    if (event.key === "/" && box) {
      event.preventDefault();
      box.focus();
      box.select();
    } else if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "?") location.assign("/help");
  });

  const choice = document.getElementById("keys-switch");
  if (choice) {
    const show = () => {
      choice.setAttribute("aria-pressed", String(remembered()));
    };
    choice.addEventListener("click", () => {
      try { localStorage.setItem(OFF, remembered() ? "0" : "1"); } catch { /* no matter */ }
      show();
    });
    show();
  }
})();
