// Names of towns on a map, the largest first, none on another or on a marker. They come from our own server.
"use strict";
(function () {
  const ROOM = { x: 5, y: 2 };
  const GRID = 20; // views are rounded outwards, so that a small move asks for nothing new

  // Pictures of a tile server, where the operator turned one on; they lie below all that is drawn.
  window.drawTiles = function (map, tiles) {
    if (!tiles) return;
    const credit = document.createElement("span");
    credit.textContent = tiles.credit;
    if (!map.tilesCredit) map.tilesCredit = L.control.attribution({ prefix: false }).addTo(map);
    map.tilesCredit.addAttribution(credit.innerHTML);
    L.tileLayer(tiles.template, { maxZoom: 19, referrerPolicy: "no-referrer", className: "tiles" }).addTo(map);
  };

  window.nameTowns = function (map) {
    const pane = map.createPane("towns");
    pane.style.zIndex = 450;
    pane.style.pointerEvents = "none";
    pane.setAttribute("aria-hidden", "true");
    const layer = L.layerGroup().addTo(map);
    const pen = document.createElement("canvas").getContext("2d");
    let asked = "";
    let found = [];
    let waiting = null;

    function rounded() {
      const b = map.getBounds();
      const step = Math.max((b.getEast() - b.getWest()) / GRID, 0.01);
      const out = (value, up) => (up ? Math.ceil(value / step) : Math.floor(value / step)) * step;
      return [out(b.getWest()), Math.max(-90, out(b.getSouth())), out(b.getEast(), true), Math.min(90, out(b.getNorth(), true))].map((v) => v.toFixed(3)).join(",");
    }

    function draw() {
      layer.clearLayers();
      if (map.getZoom() < 4) return;
      pen.font = getComputedStyle(map.getContainer()).fontSize.replace("px", "") * 0.82 + "px system-ui, sans-serif";
      const size = map.getSize();
      const taken = [];
      map.eachLayer((one) => {
        if (!(one instanceof L.Marker) || one.options.pane === "towns") return;
        const at = map.latLngToContainerPoint(one.getLatLng());
        const r = (one.options.icon.options.iconSize || [12, 12])[0] / 2;
        taken.push([at.x - r, at.y - r, at.x + r, at.y + r]);
      });
      const free = (box) => taken.every((t) => box[2] < t[0] || box[0] > t[2] || box[3] < t[1] || box[1] > t[3]);
      const most = Math.round((size.x * size.y) / 14000);
      let drawn = 0;
      for (const town of found) {
        if (drawn >= most) break;
        const at = map.latLngToContainerPoint([town.lat, town.lon]);
        const wide = pen.measureText(town.name).width;
        const sides = [];
        for (const gap of [5, 20]) { // beside its dot, or beside a marker that hides it
          const far = gap > 5 ? " far" : "";
          sides.push(["right" + far, at.x + gap, at.x + gap + 2 + wide], ["left" + far, at.x - gap - 2 - wide, at.x - gap]);
        }
        const side = sides.find(([, x1, x2]) => x1 > 2 && x2 < size.x - 2 && at.y > 8 && at.y < size.y - 8 && free([x1 - ROOM.x, at.y - 8 - ROOM.y, x2 + ROOM.x, at.y + 8 + ROOM.y]));
        if (!side) continue;
        taken.push([side[1], at.y - 8, side[2], at.y + 8]);
        const label = document.createElement("span");
        label.textContent = town.name;
        L.marker([town.lat, town.lon], { pane: "towns", interactive: false, keyboard: false, icon: L.divIcon({ html: label, className: "town " + side[0], iconSize: [0, 0] }) }).addTo(layer);
        drawn += 1;
      }
    }

    async function look() {
      const view = rounded();
      if (map.getZoom() >= 4 && view !== asked) {
        asked = view;
        const answer = await fetch("/map/towns?view=" + view, { headers: { Accept: "application/json" } });
        if (!answer.ok || view !== asked) return;
        found = await answer.json();
      }
      draw();
    }

    function soon() { clearTimeout(waiting); waiting = setTimeout(look, 60); }
    map.on("moveend layeradd layerremove", (event) => {
      if (event.type === "moveend" || (event.layer instanceof L.Marker && event.layer.options.pane !== "towns")) soon();
    });
    soon();
  };
})();
