"""Publishers' public interfaces, asked page by page. What asks is given by the caller."""

from __future__ import annotations

from collections.abc import Mapping

from aftersummit.errors import NotFound
from aftersummit.indicators.services.asking import DAY, Answer, Ask, Asking, Service
from aftersummit.indicators.services.sdmx import Sdmx
from aftersummit.indicators.services.socrata import Socrata
from aftersummit.indicators.services.worldbank import WorldBank

SERVICES: Mapping[str, Service] = {
    "cdc": Socrata("data.cdc.gov", "US Centers for Disease Control and Prevention"),
    "socrata": Socrata("", ""),
    "worldbank": WorldBank(),
    "ecb": Sdmx("https://data-api.ecb.europa.eu/service/data", "csvdata", "European Central Bank"),
    "eurostat": Sdmx(
        "https://ec.europa.eu/eurostat/api/dissemination/sdmx/2.1/data", "SDMX-CSV", "Eurostat"
    ),
    "oecd": Sdmx("https://sdmx.oecd.org/public/rest/data", "csvfile", "OECD"),
}


def service(name: str) -> Service:
    """The service of that name.

    Raises:
        NotFound: none is known.
    """
    if name not in SERVICES:
        raise NotFound(f"no service is called '{name}'", f"choose among {', '.join(SERVICES)}")
    return SERVICES[name]


__all__ = ["DAY", "SERVICES", "Answer", "Ask", "Asking", "Service", "service"]
