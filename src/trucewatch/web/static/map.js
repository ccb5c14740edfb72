// Maps: outlines of countries, zones of the agreements, and incidents with how far off their points may be.
"use strict";
(function () {
  const box = document.getElementById("map");
  if (!box || typeof L === "undefined") return;
  const RANKS = ["alleged_violation", "undetermined", "consistent", "out_of_scope", "untested"];
  const VARIABLES = ["--f-alleged", "--f-undetermined", "--f-consistent", "--f-scope", "--f-untested"];
  const form = document.getElementById("filters");
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const read = () => JSON.parse(document.getElementById("data").textContent);
  const text = (tag, words, parent) => {
    const made = document.createElement(tag);
    made.textContent = words;
    if (parent) parent.appendChild(made);
    return made;
  };

  const map = L.map(box, { zoomSnap: 0.5, minZoom: 2, maxZoom: 15, worldCopyJump: true, attributionControl: false, keyboard: true });
  map.tilesCredit = L.control.attribution({ prefix: false }).addAttribution("Outlines: Natural Earth").addTo(map);
  L.control.scale({ imperial: false, maxWidth: 120 }).addTo(map);
  const outlines = L.layerGroup().addTo(map);
  const zones = L.layerGroup().addTo(map);
  const radii = L.layerGroup().addTo(map);
  const points = L.layerGroup().addTo(map);
  let base = null;
  let data = read();
  let moved = false;
  let fitted = null;

  function drawOutlines() {
    outlines.clearLayers();
    if (!base) return;
    const lines = map.getZoom() >= 5 && base.region.length ? base.region : base.world;
    const style = {
      coast: { color: colour("--coast"), weight: 1.2 },
      border: { color: colour("--border"), weight: 1.1, dashArray: "6 3 1 3" },
      disputed: { color: colour("--disputed"), weight: 1.1, dashArray: "2 4" },
    };
    for (const kind of Object.keys(style)) {
      const runs = lines.filter((line) => line.kind === kind).map((line) => line.points.map(([x, y]) => [y, x]));
      if (runs.length) L.polyline(runs, { ...style[kind], interactive: false, smoothFactor: 0.5 }).addTo(outlines);
    }
  }

  function drawZones() {
    zones.clearLayers();
    if (!base) return;
    const line = colour("--zone");
    for (const zone of base.zones) {
      const told = zone.name + (zone.depth_km ? `, ${zone.depth_km} km to either side` : "") + (zone.uncertainty_km ? `, known to ${zone.uncertainty_km} km` : "");
      const shapes = [];
      if (zone.outer) shapes.push(L.geoJSON(zone.outer, { style: { stroke: false, fillColor: line, fillOpacity: 0.07 }, interactive: false }));
      if (zone.band) shapes.push(L.geoJSON(zone.band, { style: { color: line, weight: 1, dashArray: "4 3", fillColor: line, fillOpacity: 0.14 } }));
      shapes.push(L.geoJSON(zone.geometry, { style: { color: line, weight: 1.8, fill: zone.kind === "polygon", fillColor: line, fillOpacity: 0.06 } }));
      for (const shape of shapes) {
        if (shape.options.interactive !== false) shape.bindTooltip(told, { sticky: true });
        shape.addTo(zones);
      }
    }
  }

  function rankOf(ranks) { return Math.max(0, ranks.findIndex((count) => count > 0)); }

  // A ring in which each verdict has its share, with the number of incidents in it.
  function ring(point) {
    const size = Math.round(Math.min(46, 17 + 5 * Math.log2(point.count + 1)));
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 36 36");
    const circle = (attributes) => {
      const made = document.createElementNS("http://www.w3.org/2000/svg", "circle");
      for (const [name, value] of Object.entries({ cx: 18, cy: 18, r: 14, fill: "none", ...attributes })) made.setAttribute(name, value);
      svg.appendChild(made);
    };
    circle({ r: 15.5, fill: colour("--panel"), "fill-opacity": 0.92 });
    const round = 2 * Math.PI * 14;
    let at = 0;
    point.ranks.forEach((count, i) => {
      if (!count) return;
      const share = (count / point.count) * round;
      circle({ stroke: colour(VARIABLES[i]), "stroke-width": 7, "stroke-dasharray": `${share} ${round - share}`, "stroke-dashoffset": -at, transform: "rotate(-90 18 18)" });
      at += share;
    });
    const element = document.createElement("div");
    element.appendChild(svg);
    if (point.count > 1) text("span", point.count > 999 ? Math.round(point.count / 1000) + "k" : String(point.count), element);
    return L.divIcon({ html: element, className: "cluster", iconSize: [size, size] });
  }

  function popup(point) {
    const made = document.createElement("div");
    if (point.id) {
      const link = text("a", (point.kind || "").replaceAll("_", " ") + (point.place ? " at " + point.place : ""), made);
      link.href = "/incidents/" + encodeURIComponent(point.id) + data.query;
      text("div", (point.day || "day not known") + (point.radius_km !== null ? `, ±${+point.radius_km.toFixed(1)} km` : ""), made).className = "dim";
      return made;
    }
    text("strong", `${point.count} incidents` + (point.place ? ` at ${point.place}` : ""), made);
    const list = document.createElement("ul");
    point.ranks.forEach((count, i) => { if (count) text("li", `${count} ${RANKS[i].replaceAll("_", " ")}`, list); });
    made.appendChild(list);
    const pad = point.cell ? point.cell / 2 : 0.0001;
    const link = text("a", "Show them in the ledger", made);
    const query = new URLSearchParams(data.query);
    query.set("box", [point.lon - pad, point.lat - pad, point.lon + pad, point.lat + pad].map((v) => v.toFixed(4)).join(","));
    link.href = "/?" + query;
    return made;
  }

  function drawPoints(found) {
    points.clearLayers();
    radii.clearLayers();
    for (const point of found.points) {
      point.cell = found.cell_deg;
      if (point.radius_km) {
        const shade = colour(VARIABLES[rankOf(point.ranks)]);
        L.circle([point.lat, point.lon], { radius: point.radius_km * 1000, color: shade, weight: 1, dashArray: "3 4", fillColor: shade, fillOpacity: found.points.length > 200 ? 0.02 : 0.05, opacity: 0.55, interactive: false }).addTo(radii);
      }
      const marker = L.marker([point.lat, point.lon], { icon: ring(point), keyboard: false, riseOnHover: true, zIndexOffset: -10 * Math.round(point.radius_km || 0) });
      marker.bindPopup(() => popup(point), { minWidth: 160 });
      if (point.place) marker.bindTooltip(point.place, { direction: "top", offset: [0, -8] });
      marker.addTo(points);
    }
  }

  function drawIncident(incident) {
    const where = incident.where;
    if (!where || where.lat === null) return;
    const order = RANKS.findIndex((name) => incident.findings.includes(name));
    const ranks = [0, 0, 0, 0, 0];
    ranks[order < 0 ? 4 : order] = 1;
    drawPoints({ points: [{ lat: where.lat, lon: where.lon, radius_km: where.radius_km, count: 1, ranks, id: null }], cell_deg: null });
    points.eachLayer((marker) => marker.unbindPopup());
    for (const also of where.also || []) {
      if (also.lat !== null) L.circle([also.lat, also.lon], { radius: (also.radius_km || 1) * 1000, color: colour("--dim"), weight: 1, dashArray: "2 4", fill: false, interactive: false }).addTo(radii);
    }
  }

  function fit() {
    const bounds = L.latLngBounds([]);
    if (data.incident && data.incident.where && data.incident.where.lat !== null) {
      const where = data.incident.where;
      const reach = Math.max(12, (where.radius_km || 0) * 1.4) * 2000;
      bounds.extend(L.latLng(where.lat, where.lon).toBounds(reach));
    } else if (data.box) {
      bounds.extend([data.box.south, data.box.west]).extend([data.box.north, data.box.east]);
    } else {
      // What lies far from most must not make the rest small: the middle eight tenths, and the zones.
      const found = data.map ? data.map.points : [];
      const among = (values) => { const row = values.sort((a, b) => a - b); const cut = Math.floor(row.length * 0.1); return row.slice(cut, row.length - cut); };
      const lats = among(found.flatMap((p) => Array(Math.min(p.count, 50)).fill(p.lat)));
      const lons = among(found.flatMap((p) => Array(Math.min(p.count, 50)).fill(p.lon)));
      if (lats.length) bounds.extend([lats[0], lons[0]]).extend([lats[lats.length - 1], lons[lons.length - 1]]);
      zones.eachLayer((layer) => bounds.extend(layer.getBounds()));
    }
    if (!bounds.isValid()) bounds.extend([[-50, -120], [65, 150]]);
    moved = false;
    map.fitBounds(bounds, { padding: [14, 14], maxZoom: data.box || data.incident ? 12 : 10, animate: false });
    fitted = map.getBounds();
  }

  function draw() {
    if (data.incident) drawIncident(data.incident);
    else if (data.map) drawPoints(data.map);
  }

  // Where points are gathered in cells, a closer look asks for finer ones.
  async function look() {
    drawOutlines();
    if (!data.map || data.map.cell_deg === null) return;
    const query = new URLSearchParams(data.query);
    query.set("view", map.getBounds().toBBoxString());
    const answer = await fetch("/map/points?" + query, { headers: { Accept: "application/json" } });
    if (answer.ok) drawPoints(await answer.json());
  }

  map.setView([20, 10], 2, { animate: false });
  nameTowns(map);
  fit();
  draw();
  map.on("moveend", () => { moved = true; look(); });
  fetch("/map/base", { headers: { Accept: "application/json" } }).then((answer) => answer.json()).then((found) => {
    base = found;
    drawTiles(map, base.tiles);
    drawOutlines();
    drawZones();
    if (!data.box) fit();
  });
  document.addEventListener("themechange", () => { drawOutlines(); drawZones(); draw(); });
  document.addEventListener("htmx:afterSettle", () => {
    data = read();
    draw();
    if (!moved && fitted) fit();
    const press = document.getElementById("map-box");
    if (press) press.setAttribute("aria-pressed", String(Boolean(data.box)));
  });

  const filterBox = document.getElementById("map-box");
  if (filterBox && form) {
    filterBox.setAttribute("aria-pressed", String(Boolean(data.box)));
    filterBox.addEventListener("click", () => {
      const field = document.getElementById("box");
      const off = filterBox.getAttribute("aria-pressed") === "true";
      const b = map.getBounds();
      field.value = off ? "" : [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()].map((v) => v.toFixed(4)).join(",");
      form.dispatchEvent(new Event("change", { bubbles: true }));
    });
    document.getElementById("map-fit").addEventListener("click", fit);
  }
})();
