"""CASE 1.1: the competency and academic standards exchange format of 1EdTech."""

from framework.exchange.case.build import build_case
from framework.exchange.case.read import read_case

__all__ = ["build_case", "read_case"]
