"""When will a city's carbon emissions peak, how high, and which plan makes it happen at least cost?"""

__version__ = "0.1.0"
