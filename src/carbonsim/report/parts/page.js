"use strict";
(() => {
  const island = JSON.parse(document.getElementById("island").textContent);
  const root = document.documentElement;
  const config = { responsive: true, displaylogo: false, displayModeBar: false };
  const charts = [...document.querySelectorAll("[data-chart]")];
  const { sizes, families } = island.units;
  const state = { units: {}, views: {}, base: null };
  const { undrawn, qualities, gaps } = island.words;
  const languages = Object.keys(gaps);
  const PRINTED = { width: 660, size: 10 }, PICTURE = { width: 1280, size: 15 };  // pixels
  let printing = false;

  // ---- what is remembered: in the browser, and in the address after the #
  const remember = (name, value) => { try { localStorage.setItem(`carbonsim-${name}`, value); } catch { /* private window */ } };
  const recall = (name) => { try { return localStorage.getItem(`carbonsim-${name}`); } catch { return null; } };
  const language = () => root.lang;

  function readAddress() {
    const [section, asked = ""] = location.hash.slice(1).split("?");
    return { section, asked: new URLSearchParams(asked) };
  }

  function writeAddress(section) {
    const kept = new URLSearchParams();
    kept.set("lang", language());
    for (const [family, key] of Object.entries(state.units)) if (key) kept.set(family, key);
    for (const [name, view] of Object.entries(state.views)) if (view !== start(name)) kept.set(`chart-${name}`, view);
    if (state.base !== null) kept.set("base", state.base);
    history.replaceState(null, "", `#${section ?? readAddress().section}?${kept}`);
  }

  // ---- text: Plotly reads marks in it, spreadsheets formulas; what a planner wrote is neither
  const escaped = (text) => String(text).replace(/[&<>$]|%(?=\{)/g, (mark) => `&#${mark.charCodeAt(0)};`);
  const plain = (text) => String(text).replace(/(\s*<[^>]*>\s*)+/g, " ")
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code));
  const formula = /^'*(\s*[=+\-@＝＋－＠]|[\t\r\n])/, numeral = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
  const harmless = (text) => formula.test(text) && !numeral.test(text) ? `'${text}` : text;

  // ---- units: every amount on the page can be counted in another unit of its family
  function target(unit) {
    const [family, size] = sizes[unit] || [];
    const chosen = family && (families[family] || []).find((one) => one.key === state.units[family]);
    return chosen ? { ratio: size / chosen.size, names: chosen.names } : null;
  }

  function told(value, digits) {
    if (!value) return "0";
    const whole = Math.abs(value) >= 1 ? String(Math.trunc(Math.abs(value))).length : 0;
    const decimals = Math.max(0, Math.min(6, Math.abs(value) >= 0.1 ? digits - whole : digits + 1));
    return value.toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).replace("-", "−");
  }

  // an amount: its words as printed, its unit and, where it is more than the name of one, its value in that unit
  function counted({ words, unit, value, digits, bare }, tongue = language()) {
    const to = target(unit);
    if (!to) return words;
    if (value === null) return to.names[tongue];
    const number = told(value * to.ratio, digits);
    return bare ? number : number + gaps[tongue] + to.names[tongue];
  }

  // a text of a chart: a string, or words and amounts in order
  const text = (said) => typeof said === "string" ? said
    : said.told.map((part) => typeof part === "string" ? part : counted(part)).join("");

  // traces or a layout with every text as a string
  function texts(drawn) {
    if (!drawn || typeof drawn !== "object") return drawn;
    if (Array.isArray(drawn)) return drawn.some((one) => one && typeof one === "object") ? drawn.map(texts) : drawn.slice();
    return drawn.told ? text(drawn) : Object.fromEntries(Object.entries(drawn).map(([key, one]) => [key, texts(one)]));
  }

  function countTexts() {
    for (const box of document.querySelectorAll(".amount")) {
      const { unit, value, digits } = box.dataset, bare = "bare" in box.dataset;
      const words = box.dataset.words ??= box.textContent, tongue = box.closest("[lang]")?.lang || language();
      const amount = value === undefined ? null : Number(value);
      box.textContent = counted({ words, unit, value: amount, digits: Number(digits), bare }, tongue);
    }
  }

  function counting(view) {
    const to = target(view.unit);
    const scaled = (list) => Array.isArray(list) ? list.map((one) => typeof one === "number" ? one * to.ratio : one)
      : typeof list === "number" ? list * to.ratio : list;
    const data = texts(view.data), layout = texts(view.layout);
    for (const trace of data) {
      if (!to || trace.meta === "plain") continue;
      if (trace.link) trace.link.value = scaled(trace.link.value);
      const along = trace.orientation === "h" ? "x" : "y";
      for (const key of [along, "base", trace.type === "heatmap" ? "z" : "base2"]) {
        if (trace[key] === undefined || (trace.type === "heatmap" && key !== "z")) continue;
        trace[key] = key === "z" ? trace.z.map(scaled) : scaled(trace[key]);
      }
    }
    for (const note of layout.annotations || []) {
      if (to && note.yref !== "paper" && typeof note.y === "number" && note.meta !== "plain") note.y *= to.ratio;
    }
    for (const shape of layout.shapes || []) {
      if (to && shape.yref !== "paper") { shape.y0 *= to.ratio; shape.y1 *= to.ratio; }
    }
    for (const name of Object.keys(layout).filter((key) => /^[xy]axis/.test(key))) {
      if (to && /^y/.test(name) && layout[name].range) layout[name].range = scaled(layout[name].range);
    }
    const unit = to ? to.names[language()] : view.unit;
    return { ...view, data, layout, unit, finding: text(view.finding), scope: text(view.scope) };
  }

  // ---- views: what a reader chose above a chart
  const packed = (name) => island.charts[name][language()];
  const start = (name) => packed(name).start || "";

  function version(figure) {
    const name = figure.dataset.chart, chart = packed(name);
    const wanted = state.views[name] ?? start(name);
    const view = chart.views ? chart.views[wanted] || chart.views[start(name)] : null;
    return view ? { ...chart, ...view } : chart;
  }

  // A base is chosen once for the whole page: every chart told against it, and the gaps in the table.
  function rebase(key) {
    state.base = key;
    for (const figure of charts) {
      const name = figure.dataset.chart, { choices = [], views } = packed(name);
      const place = choices.findIndex((choice) => choice.role === "base");
      if (place < 0 || !views) continue;
      const keys = (state.views[name] ?? start(name)).split(".");
      keys[place] = key;
      const wanted = keys.join(".");
      const alike = Object.keys(views).filter((one) => one.split(".")[place] === key);
      state.views[name] = views[wanted] ? wanted : alike.find((one) => one.endsWith(keys.at(-1))) ?? alike[0] ?? start(name);
      controls(figure);
      draw(figure);
    }
    showBase();
    writeAddress();
  }

  function showBase() {
    const base = String(state.base ?? island.base ?? 0);
    for (const box of document.querySelectorAll("[data-base]")) box.hidden = box.dataset.base !== base;
    for (const button of document.querySelectorAll("[data-choose-base]")) {
      button.setAttribute("aria-pressed", String(button.dataset.chooseBase === base));
    }
  }

  function choose(name, place, key) {
    if (packed(name).choices[place].role === "base") { rebase(key); return; }
    const keys = (state.views[name] ?? start(name)).split(".");
    keys[place] = key;
    state.views[name] = keys.join(".");
    const figure = document.querySelector(`[data-chart="${name}"]`);
    controls(figure);
    draw(figure);
    writeAddress();
  }

  function controls(figure) {
    const name = figure.dataset.chart, { choices = [], views } = packed(name);
    const box = figure.querySelector(".choices");
    if (!choices.length || !views) return;
    const chosen = (state.views[name] ?? start(name)).split(".");
    const focused = box.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    if (box.querySelector("input") && box.dataset.lang === language()) {
      box.querySelector("output").textContent = choices[0].options.find(([key]) => key === chosen[0])?.[1] ?? "";
      box.querySelector("input").value = choices[0].options.findIndex(([key]) => key === chosen[0]);
      return;
    }
    box.dataset.lang = language();
    box.replaceChildren(...choices.map((choice, place) => {
      const group = document.createElement("div");
      group.setAttribute("role", "group");
      group.setAttribute("aria-label", choice.name);
      group.className = choice.kind;
      if (choice.kind === "slider") {
        const slider = document.createElement("input"), shown = document.createElement("output");
        Object.assign(slider, { type: "range", min: 0, max: choice.options.length - 1, step: 1 });
        slider.setAttribute("aria-label", choice.name);
        slider.value = choice.options.findIndex(([key]) => key === chosen[place]);
        shown.textContent = choice.options[slider.value]?.[1] ?? "";
        slider.addEventListener("input", () => {
          slider.setAttribute("aria-valuetext", choice.options[slider.value][1]);
          choose(name, place, choice.options[slider.value][0]);
        });
        group.append(`${choice.name} `, slider, shown);
        return group;
      }
      for (const [key, text] of choice.options) {
        const button = document.createElement("button"), keys = [...chosen];
        keys[place] = key;
        const reachable = choice.role === "base" || views[keys.join(".")];
        Object.assign(button, { type: "button", textContent: text, disabled: !reachable });
        button.dataset.key = key;
        button.setAttribute("aria-pressed", String(key === chosen[place]));
        button.addEventListener("click", () => choose(name, place, key));
        group.append(button);
      }
      return group;
    }));
    if (focused) box.querySelector(`[data-key="${focused}"]`)?.focus();
  }

  function caption(figure, view) {
    for (const [selector, said] of [["h3", view.finding], [".scope-text", view.scope], [".unit-text", view.unit]]) {
      const box = figure.querySelector(`${selector} [lang="${language()}"]`);
      if (box && view.finding !== undefined) box.textContent = said;
    }
  }

  // ---- drawing
  const size = () => printing ? PRINTED.size : Math.max(12, 0.86 * parseFloat(getComputedStyle(root).fontSize));
  const pen = document.createElement("canvas").getContext("2d");

  function measured(said, letters, bold) {
    pen.font = `${bold ? 700 : 400} ${letters}px ${getComputedStyle(document.body).fontFamily}`;
    return pen.measureText(plain(said)).width;
  }

  // A text in lines of at most so many pixels: broken between words, in Chinese anywhere; its marks stay.
  function inLines(said, most, letters, bold = false) {
    let line = 0;
    const broken = (word) => {
      const wide = measured(word.trimEnd(), letters, bold), fits = line === 0 || line + wide <= most;
      line = (fits ? line : 0) + measured(word, letters, bold);
      return fits ? word : `<br>${word}`;
    };
    return String(said).split(/(<[^>]*>)/).map((part) => {
      if (!part.startsWith("<")) return (part.match(/[\u2e80-\uffef][，。、；：）”％]*|[^\s\u2e80-\uffef]+\s*|\s+/g) || []).map(broken).join("");
      if (/^<br/.test(part)) line = 0;
      return part;
    }).join("");
  }
  const lineCount = (said) => String(said ?? "").split("<br>").length;

  // Small multiples: as many beside each other as can be read, each under its name; returns the height they need.
  function arranged(layout, across, letters) {
    const panels = (layout.annotations || []).filter((note) => note.name?.startsWith("#"));
    if (panels.length < 2) return null;
    const axes = panels.map((note) => note.name.slice(1)).map((key) => [layout[`xaxis${key}`], layout[`yaxis${key}`]]);
    const written = new Set(axes.map(([flat]) => flat.domain[0].toFixed(3))).size;
    const columns = Math.max(1, Math.min(written, Math.floor(across / (17 * letters))));
    const gap = columns < 2 ? 0 : Math.min(0.2, 4.6 * letters / across), width = (1 - gap * (columns - 1)) / columns;
    const name = (note) => inLines(note.text, across * width + gap / 2, letters, true);
    const lines = Math.max(...panels.map((note) => lineCount(name(note))));
    if (columns === written && lines === 1) return null;
    const titled = axes.some(([flat]) => flat.title?.text), head = (1.35 * lines + 0.5) * letters;
    const rows = Math.ceil(panels.length / columns), each = 11 * letters, between = head + (titled ? 4 : 2.4) * letters;
    const area = rows * each + (rows - 1) * between;
    panels.forEach((note, place) => {
      const [flat, upright] = axes[place], row = Math.floor(place / columns), left = (place % columns) * (width + gap);
      const top = 1 - row * (each + between) / area;
      flat.domain = [left, left + width];
      upright.domain = [Math.max(0, top - each / area), Math.min(1, top)];
      if (left === 0 && !upright.title?.text && axes[0][1].title?.text) upright.title = structuredClone(axes[0][1].title);
      Object.assign(note, { text: name(note), x: left, y: top, yshift: 4, align: "left" });
    });
    layout.margin = { ...layout.margin, t: Math.max(layout.margin?.t || 0, head + 10) };
    return area;
  }

  // A legend under the plot: its place, and how high it and the words of the axis are.
  function legendBelow(layout, data, across, area, letters) {
    const shown = layout.showlegend === false ? [] : data.filter((trace) => trace.showlegend !== false && trace.name && !trace.link);
    for (const trace of shown) trace.name = inLines(trace.name, across - 44, letters);
    const widest = 44 + Math.max(0, ...shown.flatMap((trace) => trace.name.split("<br>")).map((name) => measured(name, letters)));
    const rows = Math.ceil(shown.length / Math.max(1, Math.floor(across / widest)));
    const high = Math.max(16, 1.35 * letters * Math.max(1, ...shown.map((trace) => lineCount(trace.name)))) + 4;
    const flat = axesAlong(layout, "x");
    const lines = Math.max(1, ...flat.flatMap((axis) => axis.ticktext || []).map(lineCount));
    const turned = flat.some((axis) => axis.tickangle === 90)
      ? [...flat.flatMap((axis) => axis.ticktext || []), ...data.flatMap((trace) => trace.x || []).flat()] : [];
    const tall = Math.max(0, ...turned.filter((one) => typeof one === "string").map((one) => measured(one, letters)));
    const deep = data.some((trace) => Array.isArray(trace.x?.[0])) ? 1.5 * letters : 0;  // the names of groups of bars
    const ticks = Math.max(1.35 * letters * lines, tall) + deep + (flat.some((axis) => axis.title?.text) ? 2.2 : 1) * letters;
    layout.legend = { ...layout.legend, orientation: "h", x: 0, y: -ticks / area, yanchor: "top", xanchor: "left", traceorder: "normal", maxheight: 1 };
    return ticks + rows * high;
  }

  // Names under an axis that would run into each other are turned, and what still has no room is left out.
  function spaced(axis, across, letters) {
    const { tickvals, ticktext, range } = axis;
    if (!tickvals || !ticktext || !range) return;
    const [from, to] = axis.domain || [0, 1], scale = across * (to - from) / Math.abs(range[1] - range[0]);
    const names = ticktext.map((said) => String(said).replace(/^(<br>)+/, "")), half = names.map((name) =>
      Math.max(...name.split("<br>").map((line) => measured(line, letters))) / 2);
    const places = tickvals.map((value) => value * scale), levels = ticktext.map((said) => /^<br>/.test(said));
    const meet = (one, other) => levels[one] === levels[other] && Math.abs(places[one] - places[other]) < half[one] + half[other] + 4;
    if (!names.some((_, one) => names.some((__, other) => other < one && meet(one, other)))) return;
    let last = -Infinity;
    const kept = names.map((_, place) => place).filter((place) => {
      const free = Math.abs(places[place] - last) >= 1.25 * letters;
      if (free) last = places[place];
      return free;
    });
    Object.assign(axis, { tickangle: 90, tickvals: kept.map((place) => tickvals[place]), ticktext: kept.map((place) => names[place].replace(/<br>/g, " ")) });
  }

  // Where there is little room: names in lines or turned, numbers of bars turned, few ticks.
  function narrowed(layout, data, across, letters) {
    for (const note of (layout.annotations || []).filter((one) => one.showarrow && Math.abs(one.ax) > 14)) {
      Object.assign(note, { ax: Math.sign(note.ax) * 14, align: "left", text: note.text.replace(/([:：])\s*/, "$1<br>") });
    }
    const edge = data.some((trace) => trace.link) ? [8, 16] : [64, 24], margin = layout.margin || {};
    layout.margin = { ...margin, t: margin.t ?? 16, l: Math.min(edge[0], margin.l ?? 64), r: Math.min(edge[1], margin.r ?? 16) };
    const turned = axesAlong(layout, "x").some((axis) => /category/.test(axis.type || ""));
    const upright = axesAlong(layout, "y").some((axis) => axis.type === "category") || data.some((trace) => trace.orientation === "h" && !trace.link);
    const short = (name) => typeof name === "string" ? inLines(name, 7 * letters, letters) : name;
    const flat = (name) => Array.isArray(name) ? name.map(flat) : typeof name === "string" ? name.replace(/<br>/g, " ") : name;
    for (const trace of data) {
      if (upright && Array.isArray(trace.y)) trace.y = trace.y.map(short);
      if (turned && Array.isArray(trace.x)) trace.x = trace.x.map(flat);
      if (turned && (trace.text || trace.texttemplate) && /bar|waterfall/.test(trace.type)) {
        Object.assign(trace, { textangle: -90 }, trace.type === "bar" ? { textposition: "auto" } : { constraintext: "none" });
        layout.margin.t = Math.max(layout.margin.t, 3.2 * letters, ...[trace.text || []].flat().map((one) => measured(one, letters) + 12));
      }
      if (trace.link || /text/.test(trace.mode || "")) trace.textfont = { ...trace.textfont, size: 0.82 * letters };
    }
    for (const note of layout.annotations || []) Object.assign(note, { x: turned ? flat(note.x) : note.x, y: upright ? short(note.y) : note.y });
  }
  const namesAcross = (data) => Math.max(1, ...data.flatMap((trace) => trace.y || []).filter((one) => typeof one === "string").map(lineCount));
  function numbersAlong(data) {  // how far the numbers along the axis reach
    const found = data.flatMap((trace) => trace.x || []).filter((one) => typeof one === "number");
    return found.length ? Math.max(...found) - Math.min(...found) : 0;
  }
  const axesAlong = (layout, letter) => Object.keys(layout).filter((key) => key.startsWith(`${letter}axis`)).map((key) => layout[key]);

  // Data and layout as they fit into a width, in pixels, at a size of letters.
  function fitted(view, width, letters) {
    const layout = structuredClone(view.layout), { data } = view;
    layout.font.size = letters;
    for (const note of layout.annotations || []) {
      note.font = { ...note.font, size: letters * ((note.font && note.font.size || 14) / 14) };
    }
    for (const name of Object.keys(layout).filter((key) => /^[xy]axis/.test(key))) {
      if (layout[name].title) layout[name].title.font = { ...layout[name].title.font, size: letters * 0.95 };
    }
    layout.legend = { ...layout.legend, font: { size: letters * 0.95 } };
    const named = data.filter((trace) => trace.showlegend !== false && trace.name).map((trace) => measured(trace.name, letters));
    const narrow = width < 56 * letters, below = narrow || (printing && named.length > 10);
    const beside = below || named.length < 2 || layout.showlegend === false ? 0 : Math.max(...named) + 4 * letters;
    const across = width - (layout.margin?.l || 64) - (layout.margin?.r || 16) - beside;
    const arrangement = arranged(layout, across, letters);
    if (narrow) narrowed(layout, data, across, letters);
    for (const axis of axesAlong(layout, "x")) {
      const [from, to] = axis.domain || [0, 1];
      if (narrow && /category/.test(axis.type || "")) axis.tickangle = 90;
      else if (axis.dtick && numbersAlong(data) / axis.dtick > across * (to - from) / (3.4 * letters)) {
        Object.assign(axis, { dtick: null, tick0: null, tickangle: 0, nticks: Math.max(3, Math.floor(across * (to - from) / (4 * letters))) });
      }
      spaced(axis, across, letters);
    }
    const area = arrangement ?? (below ? (printing ? 250 : 18 * letters) * Math.max(1, view.tall || 1) * (0.5 + 0.5 * namesAcross(data)) : null);
    const under = below ? legendBelow(layout, data, across, area, letters * 0.95) : 3 * letters;
    layout.autosize = !printing;
    if (printing) layout.width = width;
    if (area !== null) layout.height = Math.round((layout.margin?.t ?? 16) + area + under + 8);
    else if (printing) layout.height = Math.round(320 * Math.max(1, view.tall || 1));
    return { data, layout };
  }

  // A note that would leave its plot is moved back into it.
  function keptInside(plot) {
    const frame = plot.getBoundingClientRect(), moves = {};
    (plot._fullLayout?.annotations || []).forEach((note, place) => {
      const box = plot.querySelector(`.annotation[data-index="${place}"] .annotation-text-g`)?.getBoundingClientRect();
      if (!box?.width) return;
      const over = Math.max(0, box.right - frame.right + 2) - Math.max(0, frame.left - box.left + 2);
      if (!over) return;
      if (note.showarrow) moves[`annotations[${place}].ax`] = note.ax - over;
      else moves[`annotations[${place}].xshift`] = (note.xshift || 0) - over;
    });
    return Object.keys(moves).length ? Plotly.relayout(plot, moves) : null;
  }

  function draw(figure) {
    const view = version(figure), shown = counting(view), plot = figure.querySelector(".plot");
    if (packed(figure.dataset.chart).views) caption(figure, shown);
    plot.setAttribute("aria-label", shown.finding);
    if (!window.Plotly) { plot.textContent = undrawn[language()]; return null; }
    if (printing && shown.data.some((trace) => trace.link)) Plotly.purge(plot);  // flows fade in; on paper they stand
    const { data, layout } = fitted(shown, printing ? PRINTED.width : plot.clientWidth, size());
    plot.style.height = layout.height ? `${layout.height}px` : "";
    const done = Plotly.react(plot, data, layout, config);
    keptInside(plot);
    if (!plot.dataset.listens && plot.on) {
      plot.dataset.listens = "yes";
      plot.on("plotly_click", (event) => drill(figure, event));
      plot.on("plotly_relayout", (change) => follow(figure, change));
      plot.on("plotly_hover", (event) => point(figure, event));
      plot.on("plotly_unhover", () => point(figure, null));
    }
    return done;
  }

  // A click on a layer that stands for one of the choices opens it.
  function drill(figure, event) {
    const { choices = [] } = packed(figure.dataset.chart), opens = event.points?.[0]?.data?.meta?.opens;
    choices.forEach((choice, place) => {
      if (choice.options.some(([key]) => key === opens)) choose(figure.dataset.chart, place, opens);
    });
  }

  // Charts over years that stand on one screen zoom and point together.
  const axesOf = (plot) => Object.keys(plot._fullLayout || {}).filter((key) => /^xaxis\d*$/.test(key));
  function overYears(figure) {
    const { data, layout } = version(figure);
    const named = Object.keys(layout).filter((key) => /^xaxis/.test(key));
    return layout.hovermode === "x unified" && named.every((key) => !layout[key].type && layout[key].tickformat === "d")
      && data.every((trace) => (trace.x || []).every((x) => typeof x === "number" && x > 1900 && x < 2200));
  }
  const beside = (figure) => charts.filter((one) => one !== figure && one.closest("section") === figure.closest("section")
    && one.querySelector(".plot")._fullLayout && overYears(one));

  let following = false;
  function follow(figure, change) {
    const key = Object.keys(change).find((name) => /^xaxis\d*\.(range\[0\]|autorange)$/.test(name));
    if (following || !key || !overYears(figure)) return;
    following = true;
    const name = key.split(".")[0];
    const range = (axis) => key.endsWith("autorange") ? { [`${axis}.autorange`]: true }
      : { [`${axis}.range`]: [change[`${name}.range[0]`], change[`${name}.range[1]`]] };
    const moved = [figure, ...beside(figure)].map((one) => {
      const plot = one.querySelector(".plot"), wanted = axesOf(plot).filter((axis) => one !== figure || axis !== name);
      return wanted.length ? Plotly.relayout(plot, Object.assign({}, ...wanted.map(range))) : null;
    });
    Promise.all(moved).finally(() => { following = false; });
  }

  let pointing = false;
  function point(figure, event) {
    const year = event?.points?.[0]?.x;
    if (pointing || (event && typeof year !== "number") || !overYears(figure)) return;
    pointing = true;
    for (const one of beside(figure)) {
      const plot = one.querySelector(".plot"), box = plot.getBoundingClientRect();
      if (box.bottom < 0 || box.top > innerHeight) continue;
      const parts = Object.keys(plot._fullLayout._plots || {});
      if (event) Plotly.Fx.hover(plot, { xval: year }, parts); else Plotly.Fx.unhover(plot);
    }
    pointing = false;
  }

  // What is near is drawn first, then the page is ready; the rest, one chart per turn of the event loop, and the table
  // of inputs at the end, so that the page answers meanwhile.
  let turn = 0;
  function drawAll() {
    const mine = ++turn, middle = innerHeight / 2;
    const far = (figure) => Math.abs(figure.getBoundingClientRect().top - middle);
    const waiting = [...charts].sort((one, other) => far(one) - far(other));
    delete root.dataset.ready;
    delete root.dataset.drawn;
    charts.forEach(controls);
    countTexts();
    const near = waiting.filter((figure) => far(figure) < 0.75 * innerHeight).length;
    let count = 0;
    const next = () => {
      if (mine !== turn) return;
      if (count++ === near) root.dataset.ready = "yes";
      const figure = waiting.shift();
      if (!figure) { list(); root.dataset.drawn = "all"; return; }
      draw(figure);
      setTimeout(next, 0);
    };
    next();
  }

  function speak(chosen) {
    root.lang = chosen;
    for (const button of document.querySelectorAll("[data-language]")) {
      button.setAttribute("aria-pressed", String(button.dataset.language === root.lang));
    }
    for (const one of document.querySelectorAll("#quality option[value]")) {
      one.textContent = qualities[one.value]?.[chosen] ?? one.textContent;
    }
    unitButtons();
    drawAll();
  }

  function unitButtons() {
    const box = document.querySelector(".units");
    const used = new Set(island.families);
    const focused = box.contains(document.activeElement) ? { ...document.activeElement.dataset } : null;
    const made = Object.entries(families).filter(([family]) => used.has(family) && family !== "gases").map(([family, units]) => {
      const group = document.createElement("div");
      group.setAttribute("role", "group");
      group.setAttribute("aria-label", island.familyNames[family][language()]);
      for (const unit of units) {
        const button = document.createElement("button");
        Object.assign(button, { type: "button", textContent: unit.button[language()] });
        button.dataset.family = family;
        button.dataset.unit = unit.key;
        button.setAttribute("aria-pressed", String(state.units[family] === unit.key));
        button.addEventListener("click", () => count(family, state.units[family] === unit.key ? "" : unit.key));
        group.append(button);
      }
      return group;
    });
    box.replaceChildren(...made);
    if (focused) box.querySelector(`[data-family="${focused.family}"][data-unit="${focused.unit}"]`)?.focus();
  }

  function count(family, key) {
    state.units[family] = key;
    if (family === "emissions") state.units.gases = key;
    remember(family, key);
    unitButtons();
    drawAll();
    writeAddress();
  }

  // ---- taking away
  function save(name, blob) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
  const saveText = (name, text) => save(name, new Blob(["\ufeff" + text], { type: "text/csv;charset=utf-8" }));

  const cell = (value) => {
    const text = typeof value === "number" ? String(value) : harmless(String(value ?? ""));
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const rows = (table) => table.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";

  function table(figure) {
    const view = counting(version(figure));
    if (view.rows) return rows(view.rows);
    const out = [["series", "panel", "x", "value", "unit"]];
    for (const trace of view.data.filter((one) => one.meta !== "mark")) {
      if (trace.link) {
        const label = (place) => plain(trace.node.label[place]);
        trace.link.value.forEach((value, place) => out.push([
          label(trace.link.source[place]), "", label(trace.link.target[place]), value, view.unit,
        ]));
        continue;
      }
      const [along, across] = trace.orientation === "h" ? ["y", "x"] : ["x", "y"];
      trace[along].forEach((x, place) => out.push([
        plain(trace.name), trace.xaxis || "x", plain(trace.customdata ? trace.customdata[place] : x), trace[across][place], view.unit,
      ]));
    }
    return rows(out);
  }

  function picture(figure) {
    const view = counting(version(figure)), { data, layout } = fitted(view, PICTURE.width, PICTURE.size);
    const below = [view.scope, view.unit].join(" · ");
    layout.title = { text: `<b>${escaped(view.finding)}</b><br><span style="font-size:0.75em">${escaped(below)}</span>`, x: 0.01, xanchor: "left", font: { size: 19 } };
    layout.margin = { ...layout.margin, t: 84 + (layout.margin.t || 16), b: (layout.margin.b || 44) + 10 };
    return Plotly.downloadImage({ data: structuredClone(data), layout, config }, {
      format: "png", width: PICTURE.width, height: Math.round(720 * Math.max(1, view.tall || 1)), scale: 2, filename: `${island.stem}-${figure.dataset.chart}`,
    });
  }

  async function file(name) {
    const held = document.querySelector(`script[data-file="${name}"]`);
    const letters = atob(held.textContent), bytes = new Uint8Array(letters.length);
    for (let place = 0; place < letters.length; place += 1) bytes[place] = letters.charCodeAt(place);
    if (held.dataset.packed !== "gzip") return new Blob([bytes]);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).blob();
  }

  // ---- the table of inputs
  function list() {
    const body = document.querySelector("#inputs tbody");
    if (!body || !island.inputs) return;
    const { texts, rows: all } = island.inputs;
    const asked = document.getElementById("filter").value.toLowerCase();
    const quality = document.getElementById("quality").value;
    const wanted = all.filter((row) => (!quality || texts[row[3]] === quality)
      && (!asked || row.some((place) => texts[place].toLowerCase().includes(asked))));
    const fragment = document.createDocumentFragment();
    for (const row of wanted) {
      const line = document.createElement("tr");
      row.forEach((place, column) => {
        const box = document.createElement("td");
        if (column === 1) box.className = "n";
        if (column === 3 && texts[place]) {
          const mark = document.createElement("span");
          mark.className = `mark ${texts[place]}`;
          mark.textContent = qualities[texts[place]]?.[language()] ?? texts[place];
          box.append(mark);
        } else box.textContent = texts[place];
        line.append(box);
      });
      fragment.append(line);
    }
    body.replaceChildren(fragment);
    document.getElementById("count").textContent = `${wanted.length} / ${all.length}`;
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.language) { speak(button.dataset.language); remember("language", button.dataset.language); writeAddress(); }
    if (button.dataset.chooseBase) rebase(button.dataset.chooseBase);
    const figure = button.closest("[data-chart]");
    if (figure && button.dataset.action === "csv") saveText(`${island.stem}-${figure.dataset.chart}.csv`, table(figure));
    if (figure && window.Plotly && button.dataset.action === "png") picture(figure);
    if (button.dataset.download) {
      const name = button.dataset.download;
      file(name).then((blob) => save(`${island.stem}-${name}`, blob),
        () => { const held = document.querySelector(`script[data-file="${name}"]`);
          save(`${island.stem}-${name}.gz`, new Blob([Uint8Array.from(atob(held.textContent), (one) => one.charCodeAt(0))])); });
    }
    if (button.id === "inputs-csv") {
      const { texts, rows: all } = island.inputs;
      const head = ["path", "value", "unit", "quality", "source", "note", "where"];
      saveText(`${island.stem}-inputs.csv`, rows([head, ...all.map((row) => row.map((place) => texts[place]))]));
    }
  });

  document.getElementById("resolved")?.addEventListener("toggle", async (event) => {
    const pre = event.target.querySelector("pre");
    if (event.target.open && !pre.textContent) pre.textContent = await (await file("scenario.resolved.yaml")).text();
  });

  for (const name of ["filter", "quality"]) {
    document.getElementById(name)?.addEventListener("input", list);
  }

  const links = [...document.querySelectorAll("nav a")];
  const screens = [...document.querySelectorAll("section.screen")];
  function locate() {
    const above = screens.filter((screen) => screen.getBoundingClientRect().top < 0.3 * innerHeight);
    const here = (above.at(-1) || screens[0]).id;
    links.forEach((link) => link.classList.toggle("here", link.hash === `#${here}`));
  }
  addEventListener("scroll", () => requestAnimationFrame(locate), { passive: true });
  locate();
  links.forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    writeAddress(link.hash.slice(1));
    document.querySelector(link.hash).scrollIntoView();
    document.querySelector(link.hash).querySelector("h2").focus({ preventScroll: true });
  }));

  addEventListener("beforeprint", () => {
    printing = true;
    turn += 1;
    charts.forEach(draw);
  });
  addEventListener("afterprint", () => { printing = false; drawAll(); });
  let waiting;
  addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(() => { if (!printing) drawAll(); }, 150); });

  // A reader's link wins over what the browser remembers, that over the language of the browser.
  const wanted = (asked) => [asked.get("lang"), recall("language"), (navigator.language || "").split("-")[0]]
    .find((one) => languages.includes(one)) ?? languages[0];
  function open() {
    const { section, asked } = readAddress();
    for (const family of Object.keys(families)) {
      const key = asked.has("lang") ? asked.get(family) : recall(family);
      if (key && families[family].some((unit) => unit.key === key)) state.units[family] = key;
    }
    state.units.gases = state.units.emissions;
    for (const [name, value] of asked) {
      if (name.startsWith("chart-") && island.charts[name.slice(6)]) state.views[name.slice(6)] = value;
    }
    if (asked.has("base")) state.base = asked.get("base");
    showBase();
    speak(wanted(asked));
    if (section) document.getElementById(section)?.scrollIntoView({ behavior: "instant" });
  }
  // Views come compressed; where a browser cannot unpack them, each chart stays as it is first shown.
  async function unpack() {
    const views = JSON.parse(await (await file("views.json")).text());
    island.inputs = views.inputs;
    for (const [name, versions] of Object.entries(views.charts)) {
      for (const [tongue, found] of Object.entries(versions)) island.charts[name][tongue].views = found;
    }
  }
  // So does the library that draws: it becomes a script of the page once it is unpacked.
  async function unpackLibrary() {
    const script = document.createElement("script");
    script.textContent = await (await file("plotly.min.js")).text();
    document.head.append(script);
  }
  addEventListener("hashchange", open);
  root.lang = wanted(readAddress().asked);  // words first: the charts wait for their library
  Promise.allSettled([unpack(), unpackLibrary()]).then(open).then(() => { if (state.base === null && island.base) rebase(String(island.base)); });
})();
