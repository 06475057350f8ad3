"""Which language model is asked, and what asking may take."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from aftersummit.errors import UsageError

KEY = "AFTERSUMMIT_LLM_KEY"
ENDPOINT = "AFTERSUMMIT_LLM_ENDPOINT"
MODEL = "AFTERSUMMIT_LLM_MODEL"
PRICES = "AFTERSUMMIT_LLM_PRICES"
_PATH = "/chat/completions"
_NEAR = (".local", ".internal", ".lan", ".home.arpa")


@dataclass(frozen=True, slots=True)
class Prices:
    """What a million tokens cost, sent and received, in any one currency."""

    sent: float
    received: float

    @classmethod
    def parse(cls, written: str) -> Prices:
        """``0.15/0.60``: sent, received; one number stands for both.

        Raises:
            UsageError: it is not written so.
        """
        first, _, second = written.partition("/")
        try:
            sent = float(first)
            received = float(second) if second else sent
        except ValueError:
            sent = received = -1.0
        if not (0 <= sent < float("inf") and 0 <= received < float("inf")):
            raise UsageError(
                f"'{written}' is no price", "write it per million tokens: --prices 0.15/0.60"
            )
        return cls(sent, received)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible server, a model there, and the limits of asking it.

    Attributes:
        address: what comes before ``/chat/completions``, as ``http://localhost:8000/v1``.
        model: its name there.
        key: sent as a bearer token; "" sends none. Never printed, logged or kept.
        prices: of a million tokens; without them no cost is known.
        most_cost: ceiling of one run, in the currency of ``prices``.
        chunk: code points of a text that are asked about at once.
        most_tokens: that one answer may have.
        timeout_s: seconds to wait for the next piece of an answer.
        total_s: seconds for a whole answer, however its pieces come.
        most_bytes: of an answer.
        attempts: how often one question is put before giving up.
        longest_wait_s: the longest pause that a server may ask for.
    """

    address: str
    model: str
    key: str = field(default="", repr=False)
    prices: Prices | None = None
    most_cost: float | None = None
    chunk: int = 6000
    most_tokens: int = 4000
    timeout_s: float = 60.0
    total_s: float = 300.0
    most_bytes: int = 2_000_000
    attempts: int = 5
    longest_wait_s: float = 120.0

    def __post_init__(self) -> None:
        _check_address(self.address, bool(self.key))
        if not self.model.strip():
            raise UsageError("no language model is named", f"add --model NAME, or set {MODEL}")
        if any(char.isspace() or not char.isprintable() for char in self.key):
            raise UsageError(f"{KEY} holds a space or line break", "set it to the key alone")
        if self.most_cost is not None and self.prices is None:
            raise UsageError(
                "a ceiling needs prices", "add --prices SENT/RECEIVED per million tokens"
            )
        if self.most_cost is not None and not 0 <= self.most_cost < float("inf"):
            raise UsageError("a ceiling is a number from 0", "write it like --most-cost 2.00")

    @property
    def host(self) -> str:
        """The server's name, which is all of the address that a message shows."""
        return urlsplit(self.address).hostname or self.address

    @property
    def url(self) -> str:
        """Where questions are sent."""
        parts = urlsplit(self.address)
        path = parts.path.rstrip("/")
        path = path if path.endswith(_PATH) else path + _PATH
        return parts._replace(path=path, fragment="").geturl()

    def hides(self, words: str) -> bool:
        """Whether ``words`` give the key away, or enough of it to matter."""
        size = min(len(self.key), 12)
        return size > 3 and any(
            self.key[at : at + size] in words for at in range(len(self.key) - size + 1)
        )


def from_environment(
    address: str = "",
    model: str = "",
    prices: str = "",
    most_cost: float | None = None,
    known: Mapping[str, str] = os.environ,
) -> Endpoint:
    """The endpoint that the arguments name; the environment gives what they leave out.

    Args:
        prices: as :meth:`Prices.parse` reads them.
        most_cost: ceiling of one run.
        known: the environment; the key is only ever taken from there.

    Raises:
        UsageError: no address or no model is named, or a setting does not fit.
    """
    address = address or known.get(ENDPOINT, "")
    if not address:
        raise UsageError(
            "no endpoint is named for the language model", f"add --endpoint URL, or set {ENDPOINT}"
        )
    written = prices or known.get(PRICES, "")
    return Endpoint(
        address,
        model or known.get(MODEL, ""),
        key=known.get(KEY, "").strip(),
        prices=Prices.parse(written) if written else None,
        most_cost=most_cost,
    )


def _check_address(address: str, keyed: bool) -> None:
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme not in ("http", "https") or not host:
        raise UsageError(
            "the endpoint is no http or https address",
            "write it like --endpoint https://llm.example.org/v1",
        )
    if parts.username or parts.password:
        raise UsageError(
            "the endpoint holds a name or password", f"leave it out, and set {KEY} to the key"
        )
    if keyed and parts.scheme == "http" and not _is_near(host):
        raise UsageError(
            f"the key would travel to {host} unencrypted", "use its https address, or unset " + KEY
        )


def _is_near(host: str) -> bool:
    """Whether a host is this machine or on its local network."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith(_NEAR)
    return address.is_private or address.is_loopback
