"""The only home of Pyomo."""

import scipy  # noqa: F401  before Pyomo, which would load all of scipy's statistics when somebody imports it later
