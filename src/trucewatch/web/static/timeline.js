// The timeline: incidents a day, week or month by verdict, the dates of the agreement, and a brush that sets the days.
"use strict";
(function () {
  const box = document.getElementById("timeline");
  if (!box || typeof uPlot === "undefined") return;
  const VARIABLES = ["--f-alleged", "--f-undetermined", "--f-consistent", "--f-scope", "--f-untested"];
  const LABELS = ["Alleged", "Undetermined", "Consistent", "Out of scope", "Not tested"];
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const read = () => JSON.parse(document.getElementById("data").textContent);
  const seconds = (day) => Date.parse(day + "T00:00:00Z") / 1000;
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  // Under an axis as days are said elsewhere, 19 Mar and not 3/19; the year under the first mark and where it changes.
  function marked(u, times, _, __, step) {
    let year = null;
    return times.map((time) => {
      const at = new Date(time * 1000);
      const day = step < 30 * DAY ? `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]}` : step < 365 * DAY ? MONTHS[at.getUTCMonth()] : "";
      const line = at.getUTCFullYear() === year ? day : `${day}\n${at.getUTCFullYear()}`;
      year = at.getUTCFullYear();
      return line.trim();
    });
  }
  const iso = (time) => new Date(time * 1000).toISOString().slice(0, 10);
  const DAY = 86400;
  let plot = null;
  let data = read();

  function columns(timeline) {
    const times = timeline.bars.map((bar) => seconds(bar.start));
    // Stacked from the gravest down, drawn from the tallest so that each shows its own part.
    const stacks = VARIABLES.map((_, i) => timeline.bars.map((bar) => bar.ranks.slice(0, i + 1).reduce((a, b) => a + b, 0)));
    return [times, ...stacks.reverse()];
  }

  function draw() {
    const timeline = data.timeline;
    if (plot) plot.destroy();
    plot = null;
    box.textContent = "";
    if (!timeline.bars.length) {
      const told = document.createElement("p");
      told.className = "empty";
      told.textContent = "No incident with a known day.";
      box.appendChild(told);
      return;
    }
    const width = { day: 1, week: 7, month: 30.4 }[timeline.unit] * DAY;
    const grid = { stroke: colour("--line-soft"), width: 1 };
    const font = "12px system-ui, sans-serif";
    const bars = uPlot.paths.bars({ size: [0.86, 40, 1.5], align: 1 });
    const first = seconds(timeline.bars[0].start);
    const last = seconds(timeline.bars[timeline.bars.length - 1].start) + width;
    const marks = data.markers.map((m) => ({ at: seconds(m.day), label: m.label })).filter((m) => m.at >= first - 60 * DAY && m.at <= last + 60 * DAY);
    const from = Math.min(first, ...marks.map((m) => m.at)) - width;
    const to = Math.max(last, ...marks.map((m) => m.at + width));
    plot = new uPlot({
      width: Math.max(240, box.clientWidth),
      height: Math.max(240, box.clientHeight - 30 || 270),
      tzDate: (time) => uPlot.tzDate(new Date(time * 1000), "UTC"),
      cursor: { drag: { x: true, y: false, setScale: false }, points: { show: false }, y: false },
      legend: { live: true },
      scales: { x: { time: true, range: () => [from, to] }, y: { range: (_, low, high) => [0, Math.max(1, high * 1.4)] } },
      axes: [
        { stroke: colour("--dim"), grid: { show: false }, ticks: grid, font, size: 48, space: 58, values: marked, incrs: [1, 2, 3, 4, 5, 7, 10, 15, 30, 60, 90, 180, 365, 730, 1825, 3650].map((days) => days * DAY) },
        { stroke: colour("--dim"), grid, ticks: { show: false }, font, size: 34, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000] },
      ],
      series: [
        { label: { day: "Day", week: "Week of", month: "Month of" }[timeline.unit], value: (_, v) => (v === null ? "–" : iso(v)) },
        ...VARIABLES.map((name, i) => ({
          label: LABELS[i], fill: colour(name), stroke: colour(name), width: 0, paths: bars, points: { show: false },
          value: (_, v, __, at) => (at === null || v === null ? "–" : String(data.timeline.bars[at].ranks[i])),
        })).reverse(),
      ],
      hooks: {
        ready: [(u) => shade(u)],
        draw: [(u) => {
          const ctx = u.ctx;
          ctx.save();
          ctx.font = `${12 * devicePixelRatio}px system-ui, sans-serif`;
          ctx.strokeStyle = colour("--zone");
          ctx.lineWidth = 1.5 * devicePixelRatio;
          ctx.setLineDash([5 * devicePixelRatio, 3 * devicePixelRatio]);
          const placed = marks.map((mark) => Math.round(u.valToPos(mark.at, "x", true)));
          for (const x of placed) {
            ctx.beginPath();
            ctx.moveTo(x, u.bbox.top);
            ctx.lineTo(x, u.bbox.top + u.bbox.height);
            ctx.stroke();
          }
          // Names after all lines, each on a ground of its own: dates stand close, and a line through a word hides it.
          marks.forEach((mark, i) => {
            const right = placed[i] < u.bbox.left + u.bbox.width * 0.75;
            const x = placed[i] + (right ? 4 : -4) * devicePixelRatio;
            const y = u.bbox.top + (11 + 14 * (i % 4)) * devicePixelRatio;
            const wide = ctx.measureText(mark.label).width;
            ctx.fillStyle = colour("--panel");
            ctx.fillRect(right ? x - 2 : x - wide - 2, y - 11 * devicePixelRatio, wide + 4, 14 * devicePixelRatio);
            ctx.fillStyle = colour("--ink");
            ctx.textAlign = right ? "left" : "right";
            ctx.fillText(mark.label, x, y);
          });
          ctx.restore();
        }],
        setSelect: [(u) => {
          if (u.select.width < 3) return;
          choose(iso(u.posToVal(u.select.left, "x")), iso(u.posToVal(u.select.left + u.select.width, "x") - 1));
        }],
      },
    }, columns(timeline), box);
  }

  // The days that are chosen, behind the bars.
  function shade(u) {
    if (!data.since && !data.until) return;
    const [low, high] = [u.scales.x.min, u.scales.x.max];
    const left = u.valToPos(Math.max(low, data.since ? seconds(data.since) : low), "x");
    const right = u.valToPos(Math.min(high, data.until ? seconds(data.until) + DAY : high), "x");
    const made = document.createElement("div");
    made.className = "chosen-days";
    made.style.left = left + "px";
    made.style.width = Math.max(1, right - left) + "px";
    u.over.appendChild(made);
  }

  function choose(since, until) {
    document.getElementById("since").value = since;
    document.getElementById("until").value = until;
    document.getElementById("filters").dispatchEvent(new Event("change", { bubbles: true }));
  }

  const all = document.getElementById("time-all");
  if (all) all.addEventListener("click", () => choose("", ""));
  draw();
  document.addEventListener("themechange", draw);
  document.addEventListener("htmx:afterSettle", () => { data = read(); draw(); });
  let waiting = null;
  new ResizeObserver(() => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { if (plot && Math.abs(plot.width - box.clientWidth) > 4) draw(); }, 120);
  }).observe(box);
})();
