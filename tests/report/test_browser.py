from __future__ import annotations

import csv
import io
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from tests.report.small_content import PLAN_LEVELS, YEARS

SCREENS = {
    "full": ["verdict", "path", "targets", "why", "sectors", "energy", "campaigns", "costs", "leaks", "method"],
    "infeasible": ["verdict", "path", "why", "sectors", "energy", "costs", "method"],
    "tiny": ["verdict", "path", "method"],
}
CHARTS = {"full": 27, "infeasible": 23, "tiny": 1, "comparison": 7}


def resize(page: Any, width: int) -> None:
    """Give the window another width, and wait until all is drawn for it."""
    page.evaluate("delete document.documentElement.dataset.drawn")
    page.set_viewport_size({"width": width, "height": 844})
    page.wait_for_selector("html[data-drawn=all]")


@pytest.mark.parametrize("name", SCREENS)
def test_each_screen_is_there_and_visible(name: str, files: dict[str, Path], visit: Any) -> None:
    page = visit(files[name])
    found = page.eval_on_selector_all("section.screen", "all => all.map(one => one.id)")
    assert found == SCREENS[name]
    assert all(page.locator(f"#{screen}").bounding_box()["height"] > 50 for screen in found)


@pytest.mark.parametrize("name", CHARTS)
def test_each_chart_draws_inside_its_card(name: str, files: dict[str, Path], visit: Any) -> None:
    page = visit(files[name])
    assert page.locator("[data-chart] .plot .xtick").count() >= 2 * CHARTS[name]
    sizes = page.eval_on_selector_all(
        "[data-chart]",
        """all => all.map(one => { const card = one.getBoundingClientRect(),
        plot = one.querySelector('.main-svg').getBoundingClientRect();
        return plot.width > 300 && plot.right <= card.right + 1 && plot.left >= card.left - 1; })""",
    )
    assert sizes == [True] * CHARTS[name]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_scrolls_sideways_on_a_phone_or_a_wall(language: str, files: dict[str, Path], visit: Any) -> None:
    page = visit(files["full"], fresh=True, address=f"#verdict?lang={language}")
    wide = []
    for width in (360, 390, 768, 1024, 1366, 1920, 3840):
        page.set_viewport_size({"width": width, "height": 1000})
        page.wait_for_timeout(200)
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            wide.append(width)
    assert not wide


def test_letters_grow_with_the_screen(files: dict[str, Path], visit: Any) -> None:
    page = visit(files["full"], fresh=True)
    size = "parseFloat(getComputedStyle(document.querySelector('.scope')).fontSize)"
    small = page.evaluate(size)
    page.set_viewport_size({"width": 3840, "height": 2000})
    assert small >= 12
    assert page.evaluate(size) >= 1.4 * small


def test_the_toggle_turns_text_and_figures_into_chinese_and_back(files: dict[str, Path], visit: Any) -> None:
    page = visit(files["full"], fresh=True)
    legend = page.locator("#chart-heat .legendtext")
    assert "Coal boiler" in legend.all_text_contents()
    page.click("[data-language=zh]")
    page.wait_for_selector("html[data-drawn=all]")
    assert page.locator("h2:visible").first.inner_text() == "达峰结论"
    assert "燃煤锅炉" in legend.all_text_contents()
    assert page.evaluate("document.documentElement.lang") == "zh"
    page.reload()
    page.wait_for_selector("html[data-drawn=all]")
    assert page.locator("h2:visible").first.inner_text() == "达峰结论"
    page.click("[data-language=en]")
    assert page.locator("h2:visible").first.inner_text() == "Verdict"


def test_in_chinese_no_english_word_of_the_page_is_left(files: dict[str, Path], visit: Any) -> None:
    page = visit(files["full"], fresh=True)
    page.click("[data-language=zh]")
    page.wait_for_selector("html[data-drawn=all]")
    text = page.locator("#sectors, #energy, #costs").all_inner_texts()
    names = " ".join(page.locator(".legendtext").all_text_contents())
    for word in ("coal", "wind", "Unit", "Source", "billion", "Peak level"):
        assert word not in names
        assert not any(word in one for one in text)


def test_numbers_of_the_page_are_those_of_the_results(files: dict[str, Path], visit: Any) -> None:
    page = visit(files["full"])
    drawn = page.evaluate(
        """() => Object.fromEntries(document.querySelector('#chart-path .plot').data
        .filter(one => one.name.startsWith('Plan')).flatMap(one => one.x.map((x, i) => [x, one.y[i]])))"""
    )
    expected = dict(zip(YEARS, PLAN_LEVELS, strict=True))
    assert {int(year): value for year, value in drawn.items()} == pytest.approx(expected, rel=1e-4)
    assert page.locator("[data-tile=peak-level] b").inner_text() == "48.8 Mt CO₂"


def test_csv_button_gives_the_plotted_numbers(files: dict[str, Path], visit: Any) -> None:
    page = visit(files["full"])
    with page.expect_download() as waiting:
        page.click("#chart-sectors [data-action=csv]")
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    total = {int(row["x"]): float(row["value"]) for row in rows if row["series"] == "Total"}
    assert total == pytest.approx(dict(zip(YEARS, PLAN_LEVELS, strict=True)), rel=1e-4)
    assert {row["unit"] for row in rows} == {"Mt CO₂"}


def test_pointing_between_two_years_still_tells_the_numbers(files: dict[str, Path], visit: Any) -> None:
    page = visit(files["full"])
    plot = page.locator("#chart-path .plot")
    plot.scroll_into_view_if_needed()
    page.wait_for_timeout(700)
    box = plot.bounding_box()
    for step in (0.58, 0.6):
        page.mouse.move(box["x"] + step * box["width"], box["y"] + 0.5 * box["height"])
        page.wait_for_timeout(150)
    told = " ".join(page.locator("#chart-path .hoverlayer text").all_text_contents())
    assert "Mt CO₂" in told
    assert "Power and heat" in told


def test_png_button_gives_a_picture(files: dict[str, Path], visit: Any) -> None:
    page = visit(files["full"])
    with page.expect_download() as waiting:
        page.click("#chart-path [data-action=png]")
    assert Path(waiting.value.path()).read_bytes().startswith(b"\x89PNG")


def test_inputs_can_be_filtered(files: dict[str, Path], visit: Any) -> None:
    page = visit(files["full"], fresh=True)
    assert page.locator("#inputs tbody tr").count() == 60
    page.select_option("#quality", "assumption")
    assert page.locator("#inputs tbody tr").count() == 15
    page.fill("#filter", "unit-59")
    assert page.locator("#inputs tbody tr").count() == 1
    assert "energy.yaml:60" in page.locator("#inputs tbody tr").inner_text()


def test_what_a_planner_wrote_stays_text(files: dict[str, Path], visit: Any) -> None:
    page = visit(files["full"])
    assert (
        page.locator("p.description span:visible").inner_text() == "Clean heating brings the <peak> forward & cheaply."
    )
    assert page.locator("#inputs b").count() == 0
    page.click("#resolved summary")
    page.wait_for_selector("#resolved pre:not(:empty)")
    assert "<script>alert(1)</script>" in page.locator("#resolved pre").text_content()


def test_infeasible_says_why_and_shows_no_plan(files: dict[str, Path], visit: Any) -> None:
    page = visit(files["infeasible"])
    assert "raising the cap by 4.2 Mt" in page.locator(".conflict li").inner_text()
    assert page.locator("[data-tile=peak-year]").count() == 0
    assert "twin" in page.locator("#chart-path h3").inner_text().lower()


def test_every_button_and_link_is_reached_by_keyboard(files: dict[str, Path], visit: Any) -> None:
    page = visit(files["full"], fresh=True)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    reached = set()
    for _ in range(30):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate("document.activeElement.getAttribute('href') || document.activeElement.textContent.trim()")
        )
    assert {"#verdict", "#path", "#method", "English", "中文"} <= reached


def test_print_holds_every_screen_uncut(files: dict[str, Path], visit: Any) -> None:
    page = visit(files["full"], fresh=True)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 688, "height": 1000})  # A4 within its margins
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.wait_for_timeout(200)
    assert page.locator("nav").is_hidden()
    widths = page.eval_on_selector_all(".main-svg", "all => all.map(one => one.getBoundingClientRect().right)")
    assert max(widths) <= 688
    assert page.evaluate("document.documentElement.scrollWidth") <= 688  # else all of it is printed smaller
    cut = """all => all.filter(one => { const svg = one.querySelector('.main-svg');
             return svg && svg.getBoundingClientRect().bottom > one.getBoundingClientRect().bottom + 1; }).length"""
    assert page.eval_on_selector_all(".plot", cut) == 0
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_comparison_marks_each_peak_and_lists_changed_inputs(files: dict[str, Path], visit: Any) -> None:
    page = visit(files["comparison"])
    notes = " ".join(page.locator("#chart-paths .annotation-text").all_text_contents())
    assert "2028: 48.8" in notes
    assert "2032: 50.6" in notes
    assert page.locator("#differences tbody tr").count() == 1
    assert page.locator("#verdicts tbody tr").nth(1).locator("td").nth(1).inner_text().startswith("2028")


def test_targets_stand_by_level_with_status_and_price(files: dict[str, Path], visit: Any) -> None:
    page = visit(files["full"])
    groups = page.locator("#tracker .group th").all_inner_texts()
    assert [" ".join(group.split()) for group in groups] == ["National · Economy", "City · Land and food"]
    assert page.locator("[data-target=grain-2025] .badge").inner_text() == "fail"
    assert "12.5 million CNY" in page.locator("[data-target=carbon-2030]").inner_text()
    assert page.locator("#budget tbody tr").count() == 10


def test_the_slider_moves_the_flows(files: dict[str, Path], visit: Any) -> None:
    page = visit(files["full"], fresh=True)
    slider = page.locator("#chart-sankey input[type=range]")
    coal = "document.querySelector('#chart-sankey .plot').data[0].link.value[0]"
    assert page.locator("#chart-sankey output").inner_text() == "2028"
    before = page.evaluate(coal)
    slider.focus()
    page.keyboard.press("End")
    assert page.locator("#chart-sankey output").inner_text() == "2060"
    assert page.evaluate(coal) < before
    assert "2060" in page.locator("#chart-sankey h3").inner_text()


def test_units_change_numbers_words_and_the_address_keeps_them(files: dict[str, Path], visit: Any) -> None:
    page = visit(files["full"], fresh=True)
    page.click(".units [data-unit=wt]")
    page.wait_for_selector("html[data-drawn=all]")
    assert page.locator("[data-tile=peak-level] b").inner_text() == "4,880 10⁴ t CO₂"
    top = "Math.max(...document.querySelector('#chart-sectors .plot').data.find(one => one.name === 'Total').y)"
    assert page.evaluate(top) == pytest.approx(4880, rel=1e-4)
    page.click("#chart-path .choices button:has-text('By user')")
    assert "user.co2" in page.url
    again = visit(files["full"], address=page.url[page.url.index("#") :])
    assert again.locator("[data-tile=peak-level] b").inner_text() == "4,880 10⁴ t CO₂"
    assert again.locator("#chart-path .choices [aria-pressed=true]").first.inner_text() == "By user"


def test_a_click_on_a_layer_opens_its_fuels(files: dict[str, Path], visit: Any) -> None:
    page = visit(files["full"], fresh=True)
    page.click("#chart-sectors .choices button:has-text('Industry')")
    names = page.evaluate("document.querySelector('#chart-sectors .plot').data.map(one => one.name)")
    assert {"Coal", "Natural gas", "Total"} >= set(names) - {"Gas"}


def test_files_can_be_taken_from_the_page(files: dict[str, Path], visit: Any) -> None:
    page = visit(files["full"])
    with page.expect_download() as waiting:
        page.click("[data-download='scenario.resolved.yaml']")
    assert "Peak in 2028" in Path(waiting.value.path()).read_text(encoding="utf-8")


def test_campaigns_stand_under_their_action_with_a_range(files: dict[str, Path], visit: Any) -> None:
    page = visit(files["full"])
    assert page.locator("#campaign-list .group").inner_text() == "Energy transition"
    assert "0.800–1.00 Mt CO₂" in page.locator("#campaign-list tbody tr").nth(1).inner_text()
    wedge = page.evaluate(
        "document.querySelector('#chart-wedges .plot').data.find(one => one.name === 'Wind in the west').y"
    )
    assert wedge[YEARS.index(2030)] == pytest.approx(0.9)


def test_a_base_is_chosen_once_for_the_whole_comparison(files: dict[str, Path], visit: Any) -> None:
    page = visit(files["comparison"], fresh=True)
    gap = page.locator("#verdicts tbody tr").nth(3).locator("small:visible")
    assert gap.all_inner_texts() == ["−3.40 Mt CO₂"]
    page.click("[data-choose-base='1']")
    assert gap.all_inner_texts() == ["+3.40 Mt CO₂"]
    page.click("#chart-paths .choices button:has-text('Difference')")
    drawn = page.evaluate("document.querySelector('#chart-paths .plot').data.map(one => one.y[10])")
    assert drawn == pytest.approx([3.4, 0.0])
    assert "base=1" in page.url
    again = visit(files["comparison"], address=page.url[page.url.index("#") :])
    assert again.locator("#verdicts small:visible", has_text="+3.40").count() == 1
    shown = again.evaluate("document.querySelector('#chart-paths .plot').data.map(one => one.y[10])")
    assert shown == pytest.approx([3.4, 0.0])


def test_charts_over_years_on_one_screen_zoom_and_point_together(files: dict[str, Path], visit: Any) -> None:
    page = visit(files["comparison"], fresh=True)
    zoom = "{'xaxis.range[0]': 2025, 'xaxis.range[1]': 2035}"  # what a drag over the plot asks for
    page.evaluate(f"Plotly.relayout(document.querySelector('#chart-paths .plot'), {zoom})")
    page.wait_for_timeout(400)
    ranges = """Object.entries(document.querySelector('#chart-sector_paths .plot')._fullLayout)
        .filter(([key]) => /^xaxis\\d*$/.test(key)).map(([, axis]) => axis.range.map(Math.round))"""
    seen = page.evaluate(ranges)
    assert len(seen) > 1
    assert all(one == [2025, 2035] for one in seen)
    page.evaluate("document.querySelector('#chart-paths').scrollIntoView()")
    page.wait_for_timeout(700)
    box = page.locator("#chart-paths .plot").bounding_box()
    for step in (0.3, 0.32):
        page.mouse.move(box["x"] + step * box["width"], box["y"] + 0.5 * box["height"])
        page.wait_for_timeout(150)
    page.wait_for_selector("#chart-sector_paths .hoverlayer text", timeout=5000)
    page.mouse.move(5, 5)
    page.wait_for_function("!document.querySelector('#chart-sector_paths .hoverlayer text')")


def test_the_way_between_scenarios_is_split_by_what_a_reader_asks(files: dict[str, Path], visit: Any) -> None:
    page = visit(files["comparison"], fresh=True)
    drawn = "document.querySelector('#chart-steps .plot').data[0]"
    for way in ("By sector", "By campaign"):
        page.click(f"#chart-steps .choices button:has-text('{way}')")
        one = page.evaluate(drawn)
        assert sum(one["y"][1:-1]) == pytest.approx(one["y"][-1] - one["y"][0], abs=0.01)
    assert "steps=" in page.url


def test_small_multiples_stand_below_each_other_on_a_phone_with_their_names_whole(
    files: dict[str, Path], visit: Any
) -> None:
    """On a desk six panels stand in rows of three; 390 pixels hold one a row, each name inside its plot."""
    page = visit(files["full"], fresh=True)
    lefts = """() => { const layout = document.querySelector('#chart-kaya .plot')._fullLayout;
        const axes = Object.keys(layout).filter(key => /^xaxis/.test(key));
        return new Set(axes.map(key => layout[key].domain[0])).size; }"""
    assert page.evaluate(lefts) == 3
    resize(page, 390)
    assert page.evaluate(lefts) == 1
    outside = page.evaluate(
        """() => [...document.querySelectorAll('.plot')].flatMap(plot => { const frame = plot.getBoundingClientRect();
        return [...plot.querySelectorAll('.annotation-text')].filter(one => { const box = one.getBoundingClientRect();
        return box.width && (box.left < frame.left - 1 || box.right > frame.right + 1); })
        .map(one => one.textContent); })"""
    )
    assert outside == []


def test_legends_on_a_phone_show_every_entry_and_hide_no_year(files: dict[str, Path], visit: Any) -> None:
    page = visit(files["full"], fresh=True)
    resize(page, 390)
    scrolled = """all => all.filter(one => one.getBoundingClientRect().height > 1)
        .map(one => one.closest('[data-chart]').id)"""
    assert page.eval_on_selector_all(".legend .scrollbar", scrolled) == []
    hidden = page.evaluate(
        """() => [...document.querySelectorAll('.plot')].filter(plot => plot.querySelector('.legend')).filter(plot => {
        const top = plot.querySelector('.legend .bg').getBoundingClientRect().top;
        const ticks = [...plot.querySelectorAll('.xtick text')].map(one => one.getBoundingClientRect().bottom);
        return ticks.length && Math.max(...ticks) > top + 4; }).map(plot => plot.closest('[data-chart]').id)"""
    )
    assert hidden == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_table_has_a_column_of_one_letter_on_a_phone(language: str, files: dict[str, Path], visit: Any) -> None:
    """A cell of more than three letters in more than three lines has three of them or more a line."""
    page = visit(files["full"], fresh=True, address=f"#verdict?lang={language}")
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    thin = page.evaluate(
        """() => [...document.querySelectorAll('th, td')].filter(cell => { const words = cell.innerText.trim();
        const size = parseFloat(getComputedStyle(cell).fontSize), text = document.createRange();
        text.selectNodeContents(cell);
        const lines = new Set([...text.getClientRects()].map(one => Math.round(one.top / (0.6 * size)))).size;
        return words.length > 3 && lines > 3 && words.length / lines < 3; }).map(cell => cell.innerText)"""
    )
    assert thin == []


@pytest.mark.parametrize(("name", "language"), [("full", "en"), ("infeasible", "zh"), ("comparison", "en")])
def test_axe_finds_nothing_serious(name: str, language: str, files: dict[str, Path], visit: Any) -> None:
    page = visit(files[name], address=f"#verdict?lang={language}")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.evaluate((resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert len(found["passes"]) > 20
    grave = [one for one in found["violations"] if one["impact"] in ("serious", "critical")]
    assert {one["id"]: [node["html"] for node in one["nodes"]] for one in grave} == {}
