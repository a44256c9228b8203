"""CASE 1.1, the exchange format for competency frameworks: reading, writing and answering. Pure.

https://www.imsglobal.org/spec/CASE/v1p1
"""
