// The desk of review: keys, the map on which a place is set, and where the focus goes after a preview.
"use strict";
(function () {
  const dialog = document.getElementById("keys");

  document.addEventListener("keydown", function (event) {
    const at = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || (dialog && dialog.open)) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName) && at.type !== "checkbox") return;
    if (event.key === "?" && dialog) {
      event.preventDefault();
      dialog.showModal();
      return;
    }
    if (event.key === "d") {
      const decide = document.querySelector("[data-decide]");
      if (decide) { event.preventDefault(); decide.click(); }
      return;
    }
    if (!/^[a-z]$/.test(event.key)) return;
    const found = document.querySelector(`[data-key="${event.key}"]`);
    if (!found) return;
    event.preventDefault();
    if (found.tagName !== "DETAILS") { found.click(); return; }
    unfold(found);
  });

  function unfold(act) {
    act.open = true;
    act.scrollIntoView({ block: "nearest" });
    const field = act.querySelector("select, textarea, input:not([type=hidden])") || act.querySelector("summary");
    field.focus();
  }

  // Enter in the search of a merge goes on to what was found; it would else send the form.
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || event.target.id !== "find") return;
    event.preventDefault();
    const first = document.querySelector("#found input[type=checkbox]");
    if (first) first.focus();
  });

  // A link to a folded action opens it, and gives its first field the focus.
  document.addEventListener("click", function (event) {
    const link = event.target.closest("a[data-opens]");
    const found = link && document.querySelector(link.getAttribute("href"));
    if (found) { event.preventDefault(); unfold(found); }
  });

  // A refusal is shown where the preview would be; both get the focus, so that it is read out and Enter decides.
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (event.detail.target.id === "effects" && event.detail.xhr.status >= 400) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  document.addEventListener("htmx:afterSettle", function (event) {
    if (event.detail.target.id !== "effects") return;
    const found = event.detail.target.querySelector("[data-decide]") || event.detail.target.firstElementChild;
    if (found) found.focus();
    event.detail.target.scrollIntoView({ block: "nearest" });
  });

  // ---- the map; made when it is first seen, since a folded one has no size
  const box = document.getElementById("place-map");
  const act = document.getElementById("act-place");
  if (!box || !act || typeof L === "undefined") return;
  const lat = document.getElementById("lat"), lon = document.getElementById("lon"), radius = document.getElementById("radius");
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  let map = null, ring = null, dot = null;

  function read() {
    const [y, x, r] = [lat, lon, radius].map((field) => parseFloat(field.value));
    return Number.isFinite(y) && Number.isFinite(x) && Math.abs(y) <= 90 && Math.abs(x) <= 180 ? { y, x, r: Number.isFinite(r) ? Math.max(0, r) : 0 } : null;
  }
  function draw(move) {
    if (ring) { ring.remove(); dot.remove(); ring = dot = null; }
    const point = read();
    if (!point) return;
    ring = L.circle([point.y, point.x], { radius: point.r * 1000, color: colour("--link"), weight: 1.5, fillOpacity: 0.12, interactive: false }).addTo(map);
    dot = L.circleMarker([point.y, point.x], { radius: 4, color: colour("--link"), fillOpacity: 1, interactive: false }).addTo(map);
    if (move) map.fitBounds(L.latLng(point.y, point.x).toBounds(Math.max(8, point.r * 2) * 2000), { animate: false });
  }
  function make() {
    map = L.map(box, { attributionControl: false, keyboardPanDelta: 20, minZoom: 2, maxZoom: 15 }).setView([20, 10], 2);
    L.control.scale({ imperial: false }).addTo(map);
    nameTowns(map);
    function put(latlng) {
      const at = latlng.wrap();
      lat.value = at.lat.toFixed(5);
      lon.value = at.lng.toFixed(5);
      draw(false);
    }
    map.on("click", function (event) { put(event.latlng); });
    // By keys: arrows move the map under the cross, + and - zoom, Enter sets the point where the cross is.
    box.addEventListener("keydown", function (event) {
      if (event.target !== box || event.key !== "Enter") return;
      event.preventDefault();
      put(map.getCenter());
    });
    draw(true);
    fetch("/map/base", { headers: { Accept: "application/json" } }).then((answer) => answer.json()).then(function (base) {
      drawTiles(map, base.tiles);
      const lines = base.region.length ? base.region : base.world;
      L.polyline(lines.map((line) => line.points.map(([x, y]) => [y, x])), { color: colour("--coast"), weight: 1, interactive: false }).addTo(map);
      for (const zone of base.zones) L.geoJSON(zone.band || zone.geometry, { style: { color: colour("--zone"), weight: 1, fillOpacity: 0.1 }, interactive: false }).addTo(map);
      if (!read()) {
        const shown = L.latLngBounds([]);
        for (const zone of base.zones) shown.extend(L.geoJSON(zone.geometry).getBounds());
        if (shown.isValid()) map.fitBounds(shown, { animate: false });
      }
    });
  }
  act.addEventListener("toggle", function () { if (act.open && !map) make(); });
  for (const field of [lat, lon, radius]) field.addEventListener("change", function () { if (map) draw(true); });
})();
