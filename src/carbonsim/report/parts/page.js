"use strict";
(() => {
  const island = JSON.parse(document.getElementById("island").textContent);
  const root = document.documentElement;
  const config = { responsive: true, displaylogo: false, displayModeBar: false };
  const charts = [...document.querySelectorAll("[data-chart]")];
  let printing = false;

  const remember = (value) => { try { localStorage.setItem("carbonsim-language", value); } catch { /* private window */ } };
  const recall = () => { try { return localStorage.getItem("carbonsim-language"); } catch { return null; } };
  const language = () => root.lang === "zh" ? "zh" : "en";
  const version = (figure) => island.charts[figure.dataset.chart][language()];
  const size = () => printing ? 10 : Math.max(12, 0.86 * parseFloat(getComputedStyle(root).fontSize));

  function layoutOf(figure, chart) {
    const base = size(), layout = structuredClone(chart.layout);
    layout.font.size = base;
    for (const note of layout.annotations || []) {
      note.font = { ...note.font, size: base * ((note.font && note.font.size || 14) / 14) };
    }
    for (const name of Object.keys(layout).filter((key) => /^[xy]axis/.test(key))) {
      if (layout[name].title) layout[name].title.font = { ...layout[name].title.font, size: base * 0.95 };
    }
    const width = printing ? 660 : figure.querySelector(".plot").clientWidth;
    layout.legend = { ...layout.legend, font: { size: base * 0.95 } };
    const entries = chart.data.filter((trace) => trace.showlegend !== false).length;
    if (width < 46 * base || (printing && entries > 10)) {
      layout.legend = { ...layout.legend, orientation: "h", x: 0, y: -0.14, yanchor: "top", xanchor: "left", traceorder: "normal" };
    }
    layout.autosize = !printing;
    if (printing) { layout.width = 660; layout.height = 320; }
    return layout;
  }

  function draw(figure) {
    const chart = version(figure), plot = figure.querySelector(".plot");
    plot.setAttribute("aria-label", chart.finding);
    return Plotly.react(plot, structuredClone(chart.data), layoutOf(figure, chart), config);
  }

  // One chart per turn of the event loop: the page answers while the rest is drawn.
  let turn = 0;
  function drawAll() {
    const mine = ++turn, waiting = [...charts];
    delete root.dataset.ready;
    const next = () => {
      if (mine !== turn) return;
      const figure = waiting.shift();
      if (!figure) { root.dataset.ready = "yes"; return; }
      draw(figure);
      setTimeout(next, 0);
    };
    next();
  }

  function speak(chosen) {
    root.lang = chosen === "zh" ? "zh" : "en";
    for (const button of document.querySelectorAll("[data-language]")) {
      button.setAttribute("aria-pressed", String(button.dataset.language === root.lang));
    }
    if (island.inputs) list();
    drawAll();
  }

  function save(name, text) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff" + text], { type: "text/csv;charset=utf-8" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  const cell = (value) => {
    const text = String(value ?? "");
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const rows = (table) => table.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";

  function table(figure) {
    const chart = version(figure);
    const plain = (text) => String(text).replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim();
    const shown = chart.data.filter((trace) => trace.meta !== "mark");
    const out = [["series", "panel", "x", "value", "unit"]];
    for (const trace of shown) {
      trace.x.forEach((x, place) => out.push([
        plain(trace.name), trace.xaxis || "x", trace.customdata ? trace.customdata[place] : x, trace.y[place], chart.unit,
      ]));
    }
    return rows(out);
  }

  function picture(figure) {
    const chart = version(figure), layout = structuredClone(layoutOf(figure, chart));
    const below = [chart.scope, chart.unit].join(" · ");
    layout.title = { text: `<b>${chart.finding}</b><br><span style="font-size:0.75em">${below}</span>`, x: 0.01, xanchor: "left", font: { size: 19 } };
    layout.margin = { ...layout.margin, t: 84 + (layout.margin.t || 16), b: (layout.margin.b || 44) + 10 };
    layout.font.size = 15;
    return Plotly.downloadImage({ data: structuredClone(chart.data), layout, config }, {
      format: "png", width: 1280, height: 720, scale: 2, filename: `${island.stem}-${figure.dataset.chart}`,
    });
  }

  function list() {
    const body = document.querySelector("#inputs tbody");
    if (!body) return;
    const { texts, rows: all } = island.inputs;
    const asked = document.getElementById("filter").value.toLowerCase();
    const quality = document.getElementById("quality").value;
    const wanted = all.filter((row) => (!quality || texts[row[3]] === quality)
      && (!asked || row.some((place) => texts[place].toLowerCase().includes(asked))));
    const words = { official: "官方", literature: "文献", derived: "推算", assumption: "假设" };
    const fragment = document.createDocumentFragment();
    for (const row of wanted) {
      const line = document.createElement("tr");
      row.forEach((place, column) => {
        const box = document.createElement("td");
        if (column === 1) box.className = "n";
        if (column === 3 && texts[place]) {
          const mark = document.createElement("span");
          mark.className = `mark ${texts[place]}`;
          mark.textContent = language() === "zh" ? words[texts[place]] || texts[place] : texts[place];
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
    if (button.dataset.language) { speak(button.dataset.language); remember(button.dataset.language); }
    const figure = button.closest("[data-chart]");
    if (figure && button.dataset.action === "csv") save(`${island.stem}-${figure.dataset.chart}.csv`, table(figure));
    if (figure && button.dataset.action === "png") picture(figure);
    if (button.id === "inputs-csv") {
      const { texts, rows: all } = island.inputs;
      const head = ["path", "value", "unit", "quality", "source", "note", "where"];
      save(`${island.stem}-inputs.csv`, rows([head, ...all.map((row) => row.map((place) => texts[place]))]));
    }
    if (button.id === "resolved-download") {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([document.querySelector("#resolved pre").textContent]));
      link.download = button.dataset.file;
      link.click();
    }
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

  addEventListener("beforeprint", () => { printing = true; turn += 1; charts.forEach(draw); });
  addEventListener("afterprint", () => { printing = false; drawAll(); });
  let waiting;
  addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(drawAll, 150); });

  speak(recall() ?? ((navigator.language || "").startsWith("zh") ? "zh" : "en"));
})();
