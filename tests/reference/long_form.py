"""The long OSeMOSYS formulation, written out row by row for scipy: slow, plain, and independent of the engine.

Every accounting variable that is not negative there stands here as a row that must not be negative (Howells et al.
2011; storage: Welsch et al. 2012), whether or not the data could make it bind; `hidden_bounds` leaves those rows out.
`empty_modes` closes modes in a year in which they have no ratio.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_matrix

from tests.reference.data_set import Data

Key = tuple[object, ...]


class Form(defaultdict[object, float]):
    """A linear form: coefficient by column; the key None holds its constant."""

    def __init__(self, terms: Iterable[tuple[object, float]] = ()) -> None:
        super().__init__(float)
        for key, value in terms:
            self[key] += value

    def plus(self, other: Form, factor: float = 1.0) -> Form:
        return Form([*self.items(), *((key, factor * value) for key, value in other.items())])

    def times(self, factor: float) -> Form:
        return Form((key, factor * value) for key, value in self.items())


def total(forms: Iterable[Form]) -> Form:
    return Form(item for form in forms for item in form.items())


class LongForm:
    """Columns, rows (form, low, high) and cost of a data set."""

    def __init__(self, data: Data, *, hidden_bounds: bool = True, empty_modes: bool = True) -> None:
        self.d, self.s, self.hidden_bounds = data, data.sets, hidden_bounds
        self.columns: dict[Key, int] = {}
        self.free: set[Key] = set()
        self.whole: set[Key] = set()
        self.rows: list[tuple[Form, float, float]] = []
        self.cost = Form()
        self.with_ratio = {
            (key[1], key[3])
            for name in ("InputActivityRatio", "OutputActivityRatio", "EmissionActivityRatio", "TechnologyToStorage",
                         "TechnologyFromStorage")
            for key, ratio in data.rows.get(name, {}).items()
            if ratio != 0
        }  # fmt: skip
        for region in self.s["R"]:
            self._region(region)
        self._trade()
        if not empty_modes:
            self._close_empty_modes()

    def _close_empty_modes(self) -> None:
        for key in [key for key in self.columns if key[0] == "rate"]:
            if key[2:4] not in self.with_ratio:
                self.equal(self.x(*key))

    def x(self, *key: object, free: bool = False) -> Form:
        self.columns.setdefault(key, len(self.columns))
        if free:
            self.free.add(key)
        return Form([(key, 1.0)])

    def least(self, form: Form, low: float = 0.0) -> None:
        self.rows.append((form, low, np.inf))

    def not_negative(self, form: Form) -> None:
        """Bound what the formulation hides in the type of an accounting variable."""
        if self.hidden_bounds:
            self.least(form)

    def equal(self, form: Form, value: float = 0.0) -> None:
        self.rows.append((form, value, value))

    def solve(self) -> float | None:
        """Return the least cost, minus infinity where it has no end, or None where no plan exists."""
        count = len(self.columns)
        low, high, place, column, value = [], [], [], [], []
        for number, (form, least, most) in enumerate(self.rows):
            constant = form.get(None, 0.0)
            low.append(least - constant)
            high.append(most - constant)
            for key, amount in form.items():
                if key is not None and amount:
                    place.append(number)
                    column.append(self.columns[key])  # type: ignore[index]
                    value.append(amount)
        matrix = coo_matrix((value, (place, column)), shape=(len(self.rows), count)).tocsr()
        costs = np.zeros(count)
        for key, amount in self.cost.items():
            if key is not None:
                costs[self.columns[key]] = amount  # type: ignore[index]
        floors = np.array([-np.inf if key in self.free else 0.0 for key in self.columns])
        whole = np.array([key in self.whole for key in self.columns], dtype=int)
        done = milp(
            costs, constraints=LinearConstraint(matrix, low, high), bounds=Bounds(floors, np.inf), integrality=whole,
            options={"mip_rel_gap": 1e-10},
        )  # fmt: skip
        if done.status == 3:
            return -np.inf
        if done.status in (2, 4):
            return None
        assert done.status == 0, done.message
        return float(done.fun) + self.cost.get(None, 0.0)

    # rates and sums

    def act(self, r: object, t: object, m: object, y: object) -> Form:
        return total(self.x("rate", r, t, m, y, part).times(self.d.at("YearSplit", part, y)) for part in self.s["L"])

    def capacity(self, r: object, t: object, y: int) -> Form:
        life = self.d.at("OperationalLife", r, t)
        alive = [self.x("new", r, t, v) for v in self.s["Y"] if 0 <= y - int(v) < life]
        return total(alive).plus(Form([(None, self.d.at("ResidualCapacity", r, t, y))]))

    def made(
        self, r: object, f: object, y: object, part: object, t: object, *, name: str = "OutputActivityRatio"
    ) -> Form:
        """Rate of output (or input) of a technology in a slice."""
        d = self.d
        return total(self.x("rate", r, t, m, y, part).times(d.at(name, r, t, f, m, y)) for m in self.s["M"])

    def _region(self, r: object) -> None:
        d, s = self.d, self.s
        for y, f in itertools.product(s["Y"], s["F"]):
            self._balance(r, f, y)
        for y in s["Y"]:
            for t in s["T"]:
                self._capacity(r, t, int(y))
                self._costs(r, t, int(y))
                self._hidden(r, t, y)
            self._reserve(r, int(y))
            self._renewable(r, y)
            spent = total(self.spent(r, t, int(y)) for t in s["T"])
            self.not_negative(spent)
        for t in s["T"]:
            whole = total(self.act(r, t, m, y) for m in s["M"] for y in s["Y"])
            upper = d.at("TotalTechnologyModelPeriodActivityUpperLimit", r, t)
            if upper != -1:
                self.least(whole.times(-1.0), -upper)
            if (lower := d.at("TotalTechnologyModelPeriodActivityLowerLimit", r, t)) > 0:
                self.least(whole, lower)
        for t, m in itertools.product(s["T"], s["M"]):
            self._mode(r, t, m)
        for u, y in itertools.product(s.get("U", []), s["Y"]):
            self._own_constraint(r, u, int(y))
        for e in s["E"]:
            self._emission(r, e)
        for store in s["S"]:
            Storage(self, r, store)

    def _balance(self, r: object, f: object, y: object) -> None:
        d, s = self.d, self.s
        if sum(d.at("OutputActivityRatio", r, t, f, m, y) for t in s["T"] for m in s["M"]) == 0:
            return
        year = Form()
        for part in s["L"]:
            split = d.at("YearSplit", part, y)
            net = total(self.made(r, f, y, part, t) for t in s["T"])
            net = net.plus(total(self.made(r, f, y, part, t, name="InputActivityRatio") for t in s["T"]), -1.0).times(
                split
            )
            for p in s["R"]:
                if route := d.at("TradeRoute", r, p, f, y):
                    net = net.plus(self.x("trade", r, p, part, f, y, free=True), -route)
            demand = d.at("SpecifiedAnnualDemand", r, f, y) * d.at("SpecifiedDemandProfile", r, f, part, y)
            self.least(net, demand)
            year = year.plus(net)
        self.least(year.plus(self.held(r, f, int(y)), -1.0), d.at("AccumulatedAnnualDemand", r, f, y))

    # the dialects of CLEWs, MUIO and CCG

    def held(self, r: object, f: object, y: int) -> Form:
        """What new and standing capacity takes of a fuel in a year."""
        taken = Form()
        for t, m in itertools.product(self.s["T"], self.s["M"]):
            new, standing = (self.d.at(f"InputTo{kind}CapacityRatio", r, t, f, m, y) for kind in ("New", "Total"))
            taken = taken.plus(self.x("new", r, t, y), new).plus(self.capacity(r, t, y), standing)
        return taken

    def _mode(self, r: object, t: object, m: object) -> None:
        """Bounds of the activity in one mode, and its change from one calendar year to the next."""
        name = "TechnologyActivity{}ByModeLimit"
        for y in map(int, self.s["Y"]):
            act = self.act(r, t, m, y)
            if (most := self.d.at("TechnologyActivityByModeUpperLimit", r, t, m, y)) != 0:
                self.least(act.times(-1.0), -most)
            self.least(act, self.d.at("TechnologyActivityByModeLowerLimit", r, t, m, y))
            if y - 1 not in self.s["Y"]:
                continue
            before = self.act(r, t, m, y - 1)
            if (rise := self.d.at(name.format("Increase"), r, t, m, y - 1)) != 0:
                self.least(before.times(1 + rise).plus(act, -1.0))
            if (fall := self.d.at(name.format("Decrease"), r, t, m, y - 1)) != 0:
                self.least(act.plus(before, -(1 - fall)))

    def _own_constraint(self, r: object, u: object, y: int) -> None:
        """Tag 0: at most the constant; 1: the constant; any other: no row. Only modes with a ratio count there."""
        d, form = self.d, Form()
        for t in self.s["T"]:
            activity = total(self.act(r, t, m, y) for m in self.s["M"] if (t, m) in self.with_ratio)
            for what, columns in (("TotalCapacity", self.capacity(r, t, y)), ("NewCapacity", self.x("new", r, t, y)),
                                  ("Activity", activity)):  # fmt: skip
                form = form.plus(columns, d.at(f"UDCMultiplier{what}", r, t, u, y))
        tag, constant = d.at("UDCTag", r, u), d.at("UDCConstant", r, u, y)
        if tag == 0:
            self.least(form.times(-1.0), -constant)
        elif tag == 1:
            self.equal(form, constant)

    def _trade(self) -> None:
        for r, p, f, y, part in itertools.product(*(self.s[axis] for axis in "RRFYL")):
            if self.d.at("TradeRoute", r, p, f, y) == 1:
                there, back = (self.x("trade", *pair, part, f, y, free=True) for pair in ((r, p), (p, r)))
                self.equal(there.plus(back))

    def _capacity(self, r: object, t: object, y: int) -> None:
        d, s = self.d, self.s
        held, unit = self.capacity(r, t, y), d.at("CapacityToActivityUnit", r, t)
        self.least(held)
        available = 0.0
        for part in s["L"]:
            factor = d.at("CapacityFactor", r, t, part, y)
            available += factor * d.at("YearSplit", part, y)
            rates = total(self.x("rate", r, t, m, y, part) for m in s["M"])
            self.least(held.times(factor * unit).plus(rates, -1.0))
        activity = total(self.act(r, t, m, y) for m in s["M"])
        if (share := d.at("AvailabilityFactor", r, t, y)) < 1:
            self.least(held.times(available * share * unit).plus(activity, -1.0))
        new = self.x("new", r, t, y)
        if size := d.at("CapacityOfOneTechnologyUnit", r, t, y):
            self.equal(new.plus(self.x("units", r, t, y), -size))
            self.whole.add(("units", r, t, y))
        for form, upper, lower in (
            (held, "TotalAnnualMaxCapacity", "TotalAnnualMinCapacity"),
            (new, "TotalAnnualMaxCapacityInvestment", "TotalAnnualMinCapacityInvestment"),
            (activity, "TotalTechnologyAnnualActivityUpperLimit", "TotalTechnologyAnnualActivityLowerLimit"),
        ):
            if (most := d.at(upper, r, t, y)) != -1:
                self.least(form.times(-1.0), -most)
            if (least := d.at(lower, r, t, y)) > 0:
                self.least(form, least)

    # money

    def invested(self, r: object, t: object, y: int) -> Form:
        d, life = self.d, self.d.at("OperationalLife", r, t)
        rate, own = d.at("DiscountRate", r), d.at("DiscountRateIdv", r, t)
        recovery = (1 - (1 + own) ** -1) / (1 - (1 + own) ** -life)
        annuity = (1 - (1 + rate) ** -life) * (1 + rate) / rate
        return self.x("new", r, t, y).times(d.at("CapitalCost", r, t, y) * recovery * annuity)

    def variable(self, r: object, t: object, y: object) -> Form:
        costs = {m: self.d.at("VariableCost", r, t, m, y) for m in self.s["M"]}
        if sum(costs.values()) == 0:
            return Form()
        return total(self.act(r, t, m, y).times(cost) for m, cost in costs.items())

    def emitted(self, r: object, t: object, e: object, y: object) -> Form:
        ratio = "EmissionActivityRatio"
        return total(self.act(r, t, m, y).times(self.d.at(ratio, r, t, e, m, y)) for m in self.s["M"])

    def left(self, last: int, y: int, life: float, rate: float, *, straight: bool) -> float:
        if y + life - 1 <= last:
            return 0.0
        used = last - y + 1
        if straight or rate == 0:
            return 1 - used / life
        return 1 - ((1 + rate) ** used - 1) / ((1 + rate) ** life - 1)

    def spent(self, r: object, t: object, y: int) -> Form:
        d, first, last = self.d, int(self.s["Y"][0]), int(self.s["Y"][-1])
        rate, middle = d.at("DiscountRate", r), (1 + d.at("DiscountRate", r)) ** -(y - first + 0.5)
        invested = self.invested(r, t, y)
        share = self.left(last, y, d.at("OperationalLife", r, t), rate, straight=d.at("DepreciationMethod", r) == 2)
        penalty = total(self.emitted(r, t, e, y).times(d.at("EmissionsPenalty", r, e, y)) for e in self.s["E"])
        running = self.capacity(r, t, y).times(d.at("FixedCost", r, t, y)).plus(self.variable(r, t, y)).plus(penalty)
        paid = invested.times((1 + rate) ** -(y - first) - share * (1 + rate) ** -(last - first + 1))
        return paid.plus(running, middle)

    def _costs(self, r: object, t: object, y: int) -> None:
        self.cost = self.cost.plus(self.spent(r, t, y))
        for f, m in itertools.product(self.s["F"], self.s["M"]):
            new, standing = (self.d.at(f"InputTo{kind}CapacityRatio", r, t, f, m, y) for kind in ("New", "Total"))
            self.not_negative(self.x("new", r, t, y).times(new))
            self.not_negative(self.capacity(r, t, y).times(standing))
        self.not_negative(self.invested(r, t, y))
        self.not_negative(self.variable(r, t, y))
        self.not_negative(self.capacity(r, t, y).times(self.d.at("FixedCost", r, t, y)))
        self.not_negative(self.spent(r, t, y))

    def _hidden(self, r: object, t: object, y: object) -> None:
        d, s = self.d, self.s
        for m in s["M"]:
            for name, part, f in itertools.product(("InputActivityRatio", "OutputActivityRatio"), s["L"], s["F"]):
                self.not_negative(self.x("rate", r, t, m, y, part).times(d.at(name, r, t, f, m, y)))
            for e in s["E"]:
                self.not_negative(self.act(r, t, m, y).times(d.at("EmissionActivityRatio", r, t, e, m, y)))
        for e in s["E"]:
            self.not_negative(self.emitted(r, t, e, y).times(d.at("EmissionsPenalty", r, e, y)))

    # targets

    def _reserve(self, r: object, y: int) -> None:
        d, s = self.d, self.s
        if (margin := d.at("ReserveMargin", r, y)) <= 0:
            return
        firm = total(
            self.capacity(r, t, y).times(
                d.at("ReserveMarginTagTechnology", r, t, y) * d.at("CapacityToActivityUnit", r, t)
            )
            for t in s["T"]
        )
        for part in s["L"]:
            rates = total(
                self.made(r, f, y, part, t).times(d.at("ReserveMarginTagFuel", r, f, y)) for f in s["F"] for t in s["T"]
            )
            self.least(firm.plus(rates, -margin))

    def _renewable(self, r: object, y: object) -> None:
        d, s = self.d, self.s
        made = {
            (t, f): total(self.made(r, f, y, part, t).times(d.at("YearSplit", part, y)) for part in s["L"])
            for t in s["T"]
            for f in s["F"]
        }
        counted = total(form.times(d.at("RETagFuel", r, f, y)) for (_, f), form in made.items())
        clean = total(form.times(d.at("RETagTechnology", r, t, y)) for (t, _), form in made.items())
        self.least(clean.plus(counted, -d.at("REMinProductionTarget", r, y)))

    def _emission(self, r: object, e: object) -> None:
        d, s = self.d, self.s
        whole = Form([(None, d.at("ModelPeriodExogenousEmission", r, e))])
        for y in s["Y"]:
            year = total(self.emitted(r, t, e, y) for t in s["T"])
            whole = whole.plus(year)
            if (limit := d.at("AnnualEmissionLimit", r, e, y)) != -1:
                self.least(year.times(-1.0), d.at("AnnualExogenousEmission", r, e, y) - limit)
        self.not_negative(whole)
        if (limit := d.at("ModelPeriodEmissionLimit", r, e)) != -1:
            self.least(whole.times(-1.0), -limit)


class Storage:
    """The levels of one storage, each an expression in the rates, as the long formulation chains them."""

    def __init__(self, model: LongForm, r: object, s: object) -> None:
        self.model, self.d, self.sets, self.r, self.s = model, model.d, model.s, r, s
        self.years = [int(y) for y in model.s["Y"]]
        self.seasons, self.types, self.parts = ([int(x) for x in model.s[axis]] for axis in "QDH")
        for y in self.years:
            self._levels(y)
            self._costs(y)

    def rate(self, q: int, k: int, h: int, y: int, name: str) -> Form:
        d = self.d
        return total(
            self.model.x("rate", self.r, t, m, y, part).times(d.at(name, self.r, t, self.s, m))
            for part in self.sets["L"]
            if d.at("Conversionls", part, q) == d.at("Conversionld", part, k) == d.at("Conversionlh", part, h) == 1
            for t in self.sets["T"]
            for m in self.sets["M"]
            if d.at(name, self.r, t, self.s, m) > 0
        )

    def net(self, q: int, k: int, h: int, y: int) -> Form:
        charge, discharge = (self.rate(q, k, h, y, f"Technology{way}Storage") for way in ("To", "From"))
        return charge.plus(discharge, -1.0)

    def net_year(self, q: int, k: int, h: int, y: int) -> Form:
        d = self.d
        length = sum(
            d.at("YearSplit", part, y)
            for part in self.sets["L"]
            if d.at("Conversionls", part, q) == d.at("Conversionld", part, k) == d.at("Conversionlh", part, h) == 1
        )
        return self.net(q, k, h, y).times(length)

    def net_day(self, q: int, k: int, h: int, y: int) -> Form:
        return self.net(q, k, h, y).times(self.d.at("DaySplit", h, y))

    def year_start(self, y: int) -> Form:
        start = Form([(None, self.d.at("StorageLevelStart", self.r, self.s))])
        parts = itertools.product(self.seasons, self.types, self.parts)
        earlier = [(q, k, h, v) for q, k, h in parts for v in self.years if v < y]
        return start.plus(total(self.net_year(*part) for part in earlier))

    def season_start(self, q: int, y: int) -> Form:
        before = [(p, k, h, y) for p in self.seasons if p < q for k in self.types for h in self.parts]
        return self.year_start(y).plus(total(self.net_year(*part) for part in before))

    def after_season(self, q: int, y: int) -> Form:
        return self.season_start(q + 1, y)

    def day_start(self, q: int, k: int, y: int) -> Form:
        before = [j for j in self.types if j < k]
        passed = total(
            self.net_day(q, j, h, y).times(self.d.at("DaysInDayType", q, j, y)) for j in before for h in self.parts
        )
        return self.season_start(q, y).plus(passed)

    def day_finish(self, q: int, k: int, y: int) -> Form:
        later = [j for j in self.types if j > k]
        to_come = total(
            self.net_day(q, j, h, y).times(self.d.at("DaysInDayType", q, j, y)) for j in later for h in self.parts
        )
        return self.after_season(q, y).plus(to_come, -1.0)

    def size(self, y: int) -> Form:
        life = self.d.at("OperationalLifeStorage", self.r, self.s)
        alive = [self.model.x("store", self.r, self.s, v) for v in self.years if 0 <= y - v < life]
        return total(alive).plus(Form([(None, self.d.at("ResidualStorageCapacity", self.r, self.s, y))]))

    def _levels(self, y: int) -> None:
        model, d = self.model, self.d
        model.least(self.year_start(y))
        for q in self.seasons:
            model.least(self.season_start(q, y))
            model.least(self.after_season(q, y))
            for k in self.types:
                model.least(self.day_start(q, k, y))
                model.least(self.day_finish(q, k, y))
                for h in self.parts:
                    self._rates(q, k, h, y)
                    for reading in self.readings(q, k, h, y):
                        model.least(self.size(y).plus(reading, -1.0))
                        model.least(reading.plus(self.size(y), -d.at("MinStorageCharge", self.r, self.s, y)))

    def _rates(self, q: int, k: int, h: int, y: int) -> None:
        for way, limit in (("To", "StorageMaxChargeRate"), ("From", "StorageMaxDischargeRate")):
            rate = self.rate(q, k, h, y, f"Technology{way}Storage")
            self.model.least(rate.times(-1.0), -self.d.at(limit, self.r, self.s))

    def readings(self, q: int, k: int, h: int, y: int) -> list[Form]:
        first = self.types[0]
        before = total(self.net_day(q, k, g, y) for g in self.parts if g < h)
        after = total(self.net_day(q, k, g, y) for g in self.parts if g > h)
        found = [self.day_start(q, k, y).plus(before), self.day_finish(q, k, y).plus(after, -1.0)]
        if k > first:
            other = total(self.net_day(q, k - 1, g, y) for g in self.parts if g > h)
            found.append(self.day_start(q, k, y).plus(other, -1.0))
            found.append(self.day_finish(q, k - 1, y).plus(before))
        return found

    def _costs(self, y: int) -> None:
        d, model, first, last = self.d, self.model, self.years[0], self.years[-1]
        rate, life = d.at("DiscountRateStorage", self.r, self.s), d.at("OperationalLifeStorage", self.r, self.s)
        built = model.x("store", self.r, self.s, y).times(d.at("CapitalCostStorage", self.r, self.s, y))
        straight = d.at("DepreciationMethod", self.r) == 2
        share = model.left(last, y, life, rate, straight=straight) if life > 0 else 0.0
        spent = built.times((1 + rate) ** -(y - first) - share * (1 + rate) ** -(last - first + 1))
        model.not_negative(built)
        model.not_negative(spent)
        model.cost = model.cost.plus(spent)
