"""The words of time in English, French and Spanish, with what each stands for."""

from __future__ import annotations

MONTHS = {
    name: n
    for n, names in enumerate(
        (
            "january janvier enero jan",
            "february février febrero feb",
            "march mars marzo mar",
            "april avril abril apr",
            "may mai mayo",
            "june juin junio jun",
            "july juillet julio jul",
            "august août agosto aug",
            "september septembre septiembre sept sep",
            "october octobre octubre oct",
            "november novembre noviembre nov",
            "december décembre diciembre dec",
        ),
        1,
    )
    for name in names.split()
}
"""Month numbers by name and abbreviation."""

SEASONS = {
    name: code
    for code, names in (
        (21, "spring printemps primavera"),
        (22, "summer été verano"),
        (23, "autumn fall automne otoño"),
        (24, "winter hiver invierno"),
    )
    for name in names.split()
}
"""EDTF season codes."""

SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 12)}
"""First and last month of a season within its year: meteorological, northern; a winter is
kept to its December, so that no interval leaves the year that is written."""

NUMBERS = {
    word: n
    for n, words in enumerate(
        (
            "one a an un une una uno",
            "two deux dos",
            "three trois tres",
            "four quatre cuatro",
            "five cinq cinco",
            "six seis",
            "seven sept siete",
            "eight huit ocho",
            "nine neuf nueve",
            "ten dix diez",
            "eleven onze once",
            "twelve douze doce",
        ),
        1,
    )
    for word in words.split()
} | {
    "fifteen": 15,
    "quinze": 15,
    "quince": 15,
    "eighteen": 18,
    "dix-huit": 18,
    "dieciocho": 18,
    "twenty": 20,
    "vingt": 20,
    "veinte": 20,
    "thirty": 30,
    "trente": 30,
    "treinta": 30,
    "sixty": 60,
    "soixante": 60,
    "sesenta": 60,
    "ninety": 90,
    "noventa": 90,
    "hundred": 100,
    "cent": 100,
    "cien": 100,
}

DAY, WEEK, MONTH, YEAR, DECADE = "day", "week", "month", "year", "decade"

UNITS = {
    word: unit
    for unit, words in (
        (DAY, "day jour día"),
        (WEEK, "week weekend semaine semana"),
        (MONTH, "month mois mes"),
        (YEAR, "year an année año"),
        (DECADE, "decade décennie década"),
    )
    for word in words.split()
}

SEVERAL = {DAY: 14, WEEK: 8, MONTH: 6, YEAR: 5, DECADE: 1}
"""How many of a unit "coming ..." without a number is read as; a choice of ours."""

ORDINALS = {
    word: n
    for n, words in enumerate(
        (
            "first 1st premier primer",
            "second 2nd deuxième segundo",
            "third 3rd troisième tercer",
            "fourth 4th last quatrième cuarto",
        ),
        1,
    )
    for word in words.split()
}

EVENTS = {
    "COP26": "2021-10-31/2021-11-13",
    "COP27": "2022-11-06/2022-11-20",
    "COP28": "2023-11-30/2023-12-13",
    "COP29": "2024-11-11/2024-11-24",
    "COP30": "2025-11-10/2025-11-22",
    "CBD-COP15": "2022-12-07/2022-12-19",
    "CBD-COP16": "2024-10-21/2024-11-02",
}
"""Conferences that texts name without a date: the days on which they sat (as published by
the secretariats of the climate and biodiversity conventions)."""

FISCAL = {
    "US": (10, True),
    "JP": (4, False),
    "CA": (4, False),
    "IN": (4, True),
    "GB": (4, False),
    "AU": (7, True),
    "NZ": (7, True),
    "ZA": (4, False),
    "KR": (1, True),
    "MX": (1, True),
    "BR": (1, True),
    "EU": (1, True),
    "FR": (1, True),
    "DE": (1, True),
    "IT": (1, True),
}
"""First month of a country's fiscal year, and whether the year is named after its end.
Countries that write "2023-24" are read by their first year."""

COUNTRIES = {
    "u.s.": "US",
    "us ": "US",
    "american": "US",
    "japan": "JP",
    "canad": "CA",
    "mexic": "MX",
    "india": "IN",
    "austral": "AU",
    "korea": "KR",
    "british": "GB",
    "u.k.": "GB",
    "new zealand": "NZ",
}
"""How words before "fiscal year" name a country (by how they begin)."""
