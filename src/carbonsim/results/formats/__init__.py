"""The IAMC table as objects of other libraries, each asked for only when somebody wants it."""
