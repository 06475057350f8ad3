"""Mexico, Secretariado Ejecutivo del Sistema Nacional de Seguridad Publica: victims of crime.

Traps: women killed for being women are a crime of their own (feminicidio) beside intentional
homicide; cells are victims, not case files; Spanish month names in the published sheets.
"""

from __future__ import annotations

from aftersummit.indicators.cube import About, Cube, Row
from aftersummit.indicators.periods import NAMES, month_of
from aftersummit.indicators.sources.base import Reading, decode, table

_WIDE = ("Año", "Entidad", "Subtipo de delito")
_MONTHS = ("Enero", "Febrero", "Marzo", "Abril", "Mayo", "Junio", "Julio", "Agosto",
           "Septiembre", "Octubre", "Noviembre", "Diciembre")  # fmt: skip


class Victims:
    """The published sheet (a column a month) and the long compilation of it."""

    name = "sesnsp"
    title = "Victims of crime in Mexico by state (SESNSP)"

    def recognises(self, name: str, head: bytes) -> bool:
        if b"subtipo_de_delito" in head:
            return True
        text = head.decode("utf-8", errors="ignore") + head.decode("cp1252", errors="ignore")
        return "Subtipo de delito" in text and "Enero" in text

    def read(self, data: bytes, name: str) -> tuple[Cube, ...]:
        reading = Reading(name)
        if "subtipo_de_delito" in decode(data, name)[:400]:
            self._long(reading, data, name)
        else:
            self._wide(reading, data, name)
        return (Cube(_ABOUT, ("state", "crime"), reading.rows(), reading.warnings(), where=name),)

    def _long(self, reading: Reading, data: bytes, name: str) -> None:
        needs = ("date", "nombre_estado", "subtipo_de_delito", "n_victimas")
        for line, cells in table(data, name, needs):
            period = reading.attempt(line, "date", month_of, cells["date"])
            count = reading.figure(line, "n_victimas", cells["n_victimas"])
            if period is not None and count is not None:
                at = (cells["nombre_estado"], cells["subtipo_de_delito"])
                reading.add(Row(period, at, count.value))

    def _wide(self, reading: Reading, data: bytes, name: str) -> None:
        for line, cells in table(data, name, (*_WIDE, "Enero")):
            for month in _MONTHS:
                # Months to come are empty in the published sheet: they are no zeros.
                if not cells.get(month):
                    continue
                count = reading.figure(line, month, cells[month])
                if count is not None:
                    period = f"{int(cells['Año']):04d}-{NAMES[month.lower()]:02d}"
                    at = (cells["Entidad"], cells["Subtipo de delito"])
                    reading.add(Row(period, at, count.value))


_ABOUT = About(
    id="mx-victims",
    title="Victims of crime in Mexico",
    unit="victims",
    frequency="M",
    publisher="Secretariado Ejecutivo del Sistema Nacional de Seguridad Pública",
    address="https://www.gob.mx/sesnsp/acciones-y-programas/datos-abiertos-de-incidencia-delictiva",
    licence="Libre Uso MX",
    area="MX",
    pillar="security",
    note="From state prosecutors' files; vital statistics give higher homicide counts.",
)

SOURCE = Victims()
