"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const board = byId("board"), search = byId("search"), count = byId("count"), details = byId("details");
  const rows = [...document.querySelectorAll(".row")];
  const rowHeight = 26, line = 16;
  const failing = rows.findIndex((r) => r.classList.contains("failing"));
  const attribute = (i, name) => rows[i].dataset[name] ?? "";
  const lane = (i) => (rows[i].classList.contains("rule") ? -1 : +attribute(i, "l"));

  // Arrows by the row at either end.
  const into = rows.map(() => []), out = rows.map(() => []);
  for (const [kind, from, to] of data.arrows) {
    into[to].push({ kind, from, to });
    out[from].push({ kind, from, to });
  }

  // ---- arrows ----
  let svg = null;
  const pitch = () => (rows.length ? parseFloat(getComputedStyle(byId("probe")).width) : 0);
  const at = (i) => ({ x: lane(i) * pitch() + line, y: (i + 0.5) * rowHeight });
  function clearArrows() {
    svg?.remove();
    svg = null;
    for (const r of document.querySelectorAll(".near")) r.classList.remove("near");
  }
  function drawArrows(i) {
    clearArrows();
    const all = [...into[i], ...out[i]];
    if (!all.length) return;
    const shape = (name, attributes) => {
      const e = document.createElementNS("http://www.w3.org/2000/svg", name);
      for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
      return e;
    };
    svg = shape("svg", { class: "arrows", width: 1, height: 1, "aria-hidden": "true", style: "top:0" });
    for (const a of all) {
      const f = at(a.from), t = at(a.to);
      if (a.kind === "misses") t.y += 5;  // beside the arrow from what was read
      const side = t.x >= f.x ? 1 : -1;
      const bend = Math.max(18, Math.min(60, Math.abs(t.y - f.y) / 2));
      const start = f.x + 6 * side, end = t.x - 9 * side;
      const d = f.x === t.x ? `M${f.x - 6} ${f.y} C${f.x - 40} ${f.y} ${t.x - 40} ${t.y} ${t.x - 9} ${t.y}`
                            : `M${start} ${f.y} C${start + bend * side} ${f.y} ${end - bend * side} ${t.y} ${end} ${t.y}`;
      svg.append(shape("path", { d, class: a.kind }));
      const tip = f.x === t.x ? t.x - 3 : end + 6 * side, back = f.x === t.x ? t.x - 11 : end - 2 * side;
      svg.append(shape("polygon", { class: a.kind, points: `${tip},${t.y} ${back},${t.y - 4} ${back},${t.y + 4}` }));
      rows[a.from === i ? a.to : a.from].classList.add("near");
    }
    byId("rows").append(svg);
  }

  // ---- details ----
  const element = (name, text, ...children) => {
    const e = document.createElement(name);
    if (text) e.textContent = text;
    e.append(...children);
    return e;
  };
  const words = { orders: "happens before", reads: "is read by, without ordering", wakes: "wakes", misses: "is missed by" };
  const back = { orders: "comes after", reads: "reads from, without ordering", wakes: "woken by", misses: "misses" };
  const label = (i) => `${i + 1} ${lane(i) < 0 ? "" : data.lanes[lane(i)] + " "}${attribute(i, "t")}`;
  function link(i) {
    const a = element("a", label(i));
    a.href = `#s${i + 1}`;
    a.onclick = (e) => { e.preventDefault(); select(i); };
    return a;
  }
  function list(title, items, kind) {
    if (!items.length) return [];
    const l = element(kind ?? "ul");
    l.append(...items);
    return [element("h3", title), l];
  }
  function stackItems(stack) {
    return (data.stacks[stack] ?? []).map((p) => {
      const [name, file, number, source] = data.places[p];
      const item = element("li", name.replaceAll("(anonymous namespace)::", ""));
      if (file.startsWith("/usr/")) {
        item.className = "library";
        item.title = `${file}:${number}`;
        return item;
      }
      if (file) item.append(element("small", number ? `${file}:${number}` : file));
      if (source) item.append(element("pre", source));
      return item;
    });
  }
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  function modelStates(i) {
    for (let k = i; k >= 0; --k)
      if (attribute(k, "m") !== "") return data.states[+attribute(k, "m")];
    return [];
  }
  function describe(i) {
    const parts = [element("h2", label(i))];
    if (attribute(i, "v")) parts.push(element("div", attribute(i, "v")));
    if (attribute(i, "w")) parts.push(element("p", `${capital(attribute(i, "w"))}. Nothing orders it before this step, so C++ allows both.`));
    if (attribute(i, "r")) parts.push(element("p", attribute(i, "r")));
    const arrows = (fits) => [
      ...into[i].filter(fits).map((a) => element("li", back[a.kind] + " ", link(a.from))),
      ...out[i].filter(fits).map((a) => element("li", words[a.kind] + " ", link(a.to))),
    ];
    parts.push(...list("Happens before", arrows((a) => a.kind !== "misses")));
    parts.push(...list("Old values", arrows((a) => a.kind === "misses")));
    const states = modelStates(i);
    parts.push(...list(states.length > 1 ? "The model may be in" : "The model is in", states.map((s) => element("li", s))));
    const stack = stackItems(attribute(i, "k"));
    parts.push(...list("Stack", stack, "ol"));
    if (stack.length) parts.at(-1).className = "stack";
    details.replaceChildren(...parts);
  }

  // ---- selection ----
  let current = -1;
  function select(i, scroll = true) {
    if (i < 0 || i >= rows.length) return false;
    if (current >= 0) rows[current].setAttribute("aria-selected", "false");
    current = i;
    rows[i].setAttribute("aria-selected", "true");
    board.setAttribute("aria-activedescendant", rows[i].id);
    if (scroll) show(i);
    describe(i);
    drawArrows(i);
    ground?.();
    return true;
  }
  // Rows have one height, so where a row is needs no layout of those that are not shown.
  function show(i) {
    const top = byId("rows").getBoundingClientRect().top + scrollY + i * rowHeight;
    const above = 150, below = 80;
    if (top < scrollY + above || top > scrollY + innerHeight - below) scrollTo(0, top - innerHeight / 2);
  }
  function find(direction, fits) {
    for (let i = current + direction; i >= 0 && i < rows.length; i += direction)
      if (fits(i)) return select(i);
    return false;
  }
  const sameObject = (i) => attribute(i, "o") !== "" && attribute(i, "o") === attribute(current, "o");
  const sameLane = (i) => lane(i) === lane(current);
  const isSwitch = (i) => rows[i].classList.contains("switch");
  const isOld = (i) => rows[i].classList.contains("old");
  const isFailing = (i) => rows[i].classList.contains("failing") || rows[i].classList.contains("involved");

  // ---- search ----
  let hits = [];
  function look() {
    for (const i of hits) rows[i].classList.remove("hit");
    const text = search.value.trim().toLowerCase();
    hits = text === "" ? [] : rows.map((r, i) => i).filter((i) => rows[i].textContent.toLowerCase().includes(text) ||
        label(i).toLowerCase().includes(text));
    for (const i of hits) rows[i].classList.add("hit");
    tell();
    drawMap();
  }
  function tell() {
    const place = hits.indexOf(current);
    count.textContent = search.value.trim() === "" ? "" : `${place + 1} of ${hits.length}`;
  }
  function nextHit(direction) {
    if (!hits.length) return;
    const ahead = direction > 0 ? hits.find((i) => i > current) : hits.findLast((i) => i < current);
    select(ahead ?? (direction > 0 ? hits[0] : hits.at(-1)));
    tell();
  }

  // ---- the whole execution at a glance ----
  const map = byId("map");
  let ground = null;  // the map without the selected step
  function drawMap() {
    const style = getComputedStyle(document.documentElement);
    const colours = Object.fromEntries(["--c0", "--c1", "--c2", "--c3", "--c4", "--c5", "--c6", "--c7", "--warn", "--bad",
      "--ink"].map((name) => [name, style.getPropertyValue(name).trim()]));
    const scale = devicePixelRatio || 1, width = map.clientWidth, height = map.clientHeight;
    if (!width || !height || !rows.length) return;
    const canvas = document.createElement("canvas");
    map.width = canvas.width = width * scale;
    map.height = canvas.height = height * scale;
    const c = canvas.getContext("2d");
    c.scale(scale, scale);
    const each = Math.min(6, height / rows.length), wide = width / Math.max(1, data.lanes.length);
    const mark = (on, i, name) => {
      on.fillStyle = colours[name];
      on.fillRect(0, i * each - 1, width, Math.max(2, each));
    };
    rows.forEach((r, i) => {
      if (lane(i) < 0) return;
      c.fillStyle = colours[`--c${lane(i) % 8}`];
      c.fillRect(lane(i) * wide, i * each, wide, Math.max(1, each));
    });
    for (const i of hits) mark(c, i, "--warn");
    if (failing >= 0) mark(c, failing, "--bad");
    const shown = map.getContext("2d");
    shown.scale(scale, scale);
    ground = () => {
      shown.clearRect(0, 0, width, height);
      shown.drawImage(canvas, 0, 0, width, height);
      if (current >= 0) mark(shown, current, "--ink");
    };
    ground();
  }
  map.onclick = (e) => {
    const each = Math.min(6, map.clientHeight / rows.length);
    select(Math.min(rows.length - 1, Math.floor(e.offsetY / each)));
  };

  // ---- keys and buttons ----
  const actions = {
    j: () => select(current + 1), ArrowDown: () => select(current + 1),
    k: () => select(current - 1), ArrowUp: () => select(current - 1),
    g: () => select(0), Home: () => select(0),
    G: () => select(rows.length - 1), End: () => select(rows.length - 1),
    s: () => find(1, isSwitch), S: () => find(-1, isSwitch),
    o: () => find(1, sameObject), O: () => find(-1, sameObject),
    t: () => find(1, sameLane), T: () => find(-1, sameLane),
    f: () => find(1, isFailing) || select(rows.findIndex((r, i) => isFailing(i))),
    v: () => find(1, isOld) || select(rows.findIndex((r, i) => isOld(i))), V: () => find(-1, isOld),
    n: () => nextHit(1), N: () => nextHit(-1),
    "/": () => { search.focus(); search.select(); },
    Escape: () => { search.value = ""; look(); },
  };
  function press(key) {
    if (document.activeElement === search) {
      if (key === "Enter") { board.focus({ preventScroll: true }); nextHit(1); return true; }
      if (key === "Escape") { board.focus({ preventScroll: true }); actions.Escape(); return true; }
      return false;
    }
    if (!Object.hasOwn(actions, key)) return false;
    actions[key]();
    return true;
  }
  addEventListener("keydown", (e) => {
    if (!e.ctrlKey && !e.metaKey && !e.altKey && press(e.key)) e.preventDefault();
  });
  for (const b of document.querySelectorAll("button[data-key]")) b.onclick = () => press(b.dataset.key);
  search.oninput = look;
  byId("rows").addEventListener("click", (e) => {
    const r = e.target.closest(".row");
    if (r) select(rows.indexOf(r), false);
  });
  byId("rows").addEventListener("mouseover", (e) => {
    const r = e.target.closest(".row");
    if (r) drawArrows(rows.indexOf(r));
  });
  byId("rows").addEventListener("mouseleave", () => { if (current >= 0) drawArrows(current); else clearArrows(); });
  addEventListener("resize", () => { drawMap(); if (current >= 0) drawArrows(current); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawMap);

  // A link to a step (#s17), to a search (?q=mutex), or to what some keys lead to (?keys=f O O).
  const asked = new URLSearchParams(location.search);
  const step = /^#s(\d+)$/.exec(location.hash);
  if (step) select(+step[1] - 1);
  else if (failing >= 0) select(failing, false);
  else if (rows.length) select(0, false);
  if (asked.has("q")) { search.value = asked.get("q"); look(); nextHit(1); }
  for (const key of (asked.get("keys") ?? "").split(" ").filter(Boolean)) {
    if (press(key) || document.activeElement !== search) continue;
    search.value = key;
    look();
  }
  drawMap();
  document.documentElement.dataset.ready = "yes";
})();
