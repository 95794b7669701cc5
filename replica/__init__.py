"""A replica of ten experiments after their specification in docs/contract."""
