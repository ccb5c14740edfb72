// What every page has: the theme, the keys, and claims and words that light up together.
"use strict";
(function () {
  const root = document.documentElement;

  function isDark() {
    const chosen = root.dataset.theme;
    return chosen ? chosen === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
  }

  const button = document.getElementById("theme");
  if (button) {
    button.setAttribute("aria-pressed", String(isDark()));
    button.addEventListener("click", function () {
      const next = isDark() ? "light" : "dark";
      root.dataset.theme = next;
      try { window.localStorage.setItem("theme", next); } catch (error) { /* a browser that keeps nothing */ }
      button.setAttribute("aria-pressed", String(next === "dark"));
      document.dispatchEvent(new CustomEvent("themechange"));
    });
  }
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", function () {
    if (button) button.setAttribute("aria-pressed", String(isDark()));
    document.dispatchEvent(new CustomEvent("themechange"));
  });

  // Filters that filter nothing stay out of the address.
  document.addEventListener("htmx:configRequest", function (event) {
    if (event.detail.verb !== "get") return;
    for (const [name, value] of Array.from(event.detail.formData.entries())) {
      if (value === "") event.detail.formData.delete(name);
    }
  });

  // Words typed one after another are one step of the history: back leaves the search, not its last letter.
  function stepOf(address) {
    const parts = new URL(address, window.location.href).searchParams;
    const search = parts.get("q") || "";
    parts.delete("q");
    return { search: search, rest: parts.toString() };
  }
  document.addEventListener("htmx:beforeHistoryUpdate", function (event) {
    const history = event.detail.history;
    const now = stepOf(window.location.href);
    const next = stepOf(history.path);
    const grown = next.search.startsWith(now.search) || now.search.startsWith(next.search);
    if (now.search && next.search && grown && now.rest === next.rest) history.type = "replace";
  });

  // Another day of the record keeps the filters that stand in the address by now.
  document.addEventListener("submit", function (event) {
    if (!event.target.matches("form.as-of")) return;
    event.preventDefault();
    const query = new URLSearchParams(window.location.search);
    query.set("as_of", event.target.elements.as_of.value);
    query.delete("page");
    window.location.assign(window.location.pathname + "?" + query);
  });

  // On a narrow page the facets are folded away at first.
  const fold = document.querySelector(".facet-fold");
  if (fold && window.matchMedia("(max-width: 760px)").matches) fold.open = false;

  // ---- keys: / searches, [ and ] walk through incidents, j and k through the ledger
  document.addEventListener("keydown", function (event) {
    const at = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || at.isContentEditable) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName) && at.type !== "checkbox") {
      if (event.key === "Escape") at.blur();
      return;
    }
    const link = { "[": "a[rel=prev]", "]": "a[rel=next]" }[event.key];
    if (link) {
      const found = document.querySelector(".crumbs " + link) || document.querySelector(link);
      if (found) { event.preventDefault(); found.click(); }
    } else if (event.key === "/") {
      const search = document.getElementById("q");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    } else if (event.key === "j" || event.key === "k") {
      const links = Array.from(document.querySelectorAll("table.ledger th[scope=row] a"));
      if (!links.length) return;
      const now = links.indexOf(document.activeElement);
      const next = Math.max(0, Math.min(links.length - 1, now + (event.key === "j" ? 1 : -1)));
      event.preventDefault();
      links[next].focus();
    }
  });

  // ---- report: a claim and its words light up together
  function light(claims, on) {
    for (const claim of claims) {
      const box = document.getElementById("claim-" + claim);
      if (box) box.classList.toggle("lit", on);
      for (const mark of document.querySelectorAll("mark.ev")) {
        if (mark.dataset.claims.split(" ").includes(claim)) mark.classList.toggle("lit", on);
      }
    }
  }
  for (const [show, hide] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
    for (const [name, on] of [[show, true], [hide, false]]) {
      document.addEventListener(name, function (event) {
        if (!event.target.closest) return;
        const mark = event.target.closest("mark.ev");
        const box = event.target.closest("[data-claim]");
        if (mark && mark.dataset.claims) light(mark.dataset.claims.split(" "), on);
        else if (box) light([box.dataset.claim], on);
      });
    }
  }
})();
