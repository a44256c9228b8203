"""Certificates on paper and small cards for other sites, printed with typst."""
