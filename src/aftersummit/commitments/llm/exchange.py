"""One question put to the server and its answer taken, under limits, and put again where that
may help. The only place in this room that uses the network."""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aftersummit.commitments.llm.budget import Budget, tokens
from aftersummit.commitments.llm.endpoint import KEY, Endpoint
from aftersummit.errors import OutsideError, UserError

if TYPE_CHECKING:
    import httpx

_AGAIN = frozenset((408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529))
_REFUSED = frozenset((401, 403))
_UNFIT = frozenset((400, 422, 501))
_FIRST_WAIT_S, _MOST_WAIT_S = 1.0, 30.0
_SHOWN = 200
_LATE = "did not finish its answer in time"
_LATER = "try again later; what was answered is kept"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model wrote.

    Attributes:
        content: its words.
        complete: whether it came to its own end and was not cut off.
    """

    content: str
    complete: bool


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    body: bytes
    retry_after: str
    too_long: bool = False


class _Failed(Exception):
    """The server did not give a usable answer.

    Attributes:
        sent: whether the question reached it and may have to be paid.
        said: the server's own words about it.
        wait_s: the pause that it asks for, in seconds.
    """

    def __init__(
        self, why: str, *, sent: bool, said: str = "", wait_s: float | None = None
    ) -> None:
        super().__init__(why)
        self.why = why
        self.sent = sent
        self.said = said
        self.wait_s = wait_s


class Exchange:
    """A conversation with one endpoint, question by question.

    What a server turned out not to know (a schema, a seed, a name of a setting) is left out of
    later questions.

    Args:
        wait: sleeps for seconds; another one in tests.
    """

    def __init__(
        self, endpoint: Endpoint, budget: Budget, wait: Callable[[float], None] = time.sleep
    ) -> None:
        self.endpoint = endpoint
        self.budget = budget
        self._wait = wait
        self._formats = ["json_schema", "json_object", ""]
        self._dropped: set[str] = set()

    def ask(
        self, messages: list[dict[str, str]], schema: dict[str, Any], *, seed: int, heat: float
    ) -> Answer:
        """The model's answer to ``messages``.

        Args:
            schema: JSON Schema that the answer should follow, where the server can see to it.
            seed: number of the pass.
            heat: the temperature of sampling.

        Raises:
            CostReached: the question could pass the ceiling; it was not put.
            UserError: the server refuses the key, or knows no such model.
            OutsideError: the server or the way to it failed, as often as was tried.
        """
        failures = 0
        while True:
            body = self._body(messages, schema, seed, heat)
            asked = json.dumps(messages, ensure_ascii=False)
            self.budget.check(asked)
            try:
                self.budget.asked += 1
                reply = self._post(body)
                if reply.status in _UNFIT and self._adapt(reply):
                    continue
                return self._answer(reply, asked)
            except _Failed as failed:
                if failed.sent:
                    self.budget.charge(tokens(asked), 0)
                failures += 1
                if failures >= self.endpoint.attempts:
                    raise OutsideError(
                        f"{self.endpoint.host} {failed.why}, {failures} times{failed.said}", _LATER
                    ) from failed
                self._pause(failed, failures)

    def _body(
        self, messages: list[dict[str, str]], schema: dict[str, Any], seed: int, heat: float
    ) -> dict[str, Any]:
        body: dict[str, Any] = {"model": self.endpoint.model, "messages": messages}
        optional = {"temperature": heat, "seed": seed, "stream": False}
        body |= {name: value for name, value in optional.items() if name not in self._dropped}
        renamed = "max_tokens" in self._dropped
        body["max_completion_tokens" if renamed else "max_tokens"] = self.endpoint.most_tokens
        if self._formats[0] == "json_schema":
            named = {"name": "units", "strict": True, "schema": schema}
            body["response_format"] = {"type": "json_schema", "json_schema": named}
        elif self._formats[0]:
            body["response_format"] = {"type": "json_object"}
        return body

    def _adapt(self, reply: _Reply) -> bool:
        """Whether something can be left out that the server may not have known."""
        said = reply.body[:20_000].decode("utf-8", "replace").lower()
        for name in ("max_tokens", "temperature", "seed", "stream"):
            if name in said and name not in self._dropped:
                self._dropped.add(name)
                return True
        if len(self._formats) > 1:
            self._formats.pop(0)
            return True
        return False

    def _post(self, body: dict[str, Any]) -> _Reply:
        import httpx

        limits = self.endpoint
        headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        if limits.key:
            headers["Authorization"] = f"Bearer {limits.key}"
        watch = _Watch(limits.total_s)
        try:
            with (
                httpx.Client(timeout=limits.timeout_s, follow_redirects=False) as client,
                watch,
                client.stream(
                    "POST",
                    limits.url,
                    json=body,
                    headers=headers,
                    extensions={"trace": watch.see},
                ) as response,
            ):
                reply = self._received(response)
        except httpx.ConnectError as error:
            raise _Failed("cannot be reached", sent=False) from error
        except (httpx.HTTPError, OSError, ValueError) as error:
            late = watch.over or isinstance(error, httpx.TimeoutException)
            raise _Failed(_LATE if late else "broke off its answer", sent=True) from error
        if watch.over:  # an answer without a length ends well where its connection ends
            raise _Failed(_LATE, sent=True)
        return reply

    def _received(self, response: httpx.Response) -> _Reply:
        """The reply as it comes, taken no further than the limit."""
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            raise _Failed("packs its answer, which was not asked for", sent=True)
        status, after = response.status_code, response.headers.get("retry-after", "")
        taken = bytearray()
        for piece in response.iter_raw():
            taken += piece
            if len(taken) > self.endpoint.most_bytes:
                return _Reply(status, b"", after, too_long=True)
        return _Reply(status, bytes(taken), after)

    def _answer(self, reply: _Reply, asked: str) -> Answer:
        host, status = self.endpoint.host, reply.status
        if status in _REFUSED:
            raise UserError(f"{host} refuses the key (status {status})", f"set {KEY} to one of its")
        if status in _AGAIN:
            raise _Failed(
                f"answers with status {status}",
                sent=False,
                said=self._said(reply),
                wait_s=_seconds(reply.retry_after),
            )
        if status != 200:
            raise UserError(
                f"{host} does not take the question (status {status}){self._said(reply)}",
                "check --endpoint and --model",
            )
        if reply.too_long:
            self.budget.charge(tokens(asked), self.endpoint.most_tokens)
            return Answer("", False)
        return self._opened(reply, asked)

    def _opened(self, reply: _Reply, asked: str) -> Answer:
        """What a well-formed reply holds."""
        try:
            told = json.loads(reply.body)
            choice = told["choices"][0]
            content = choice["message"]["content"]
            finish = choice.get("finish_reason")
            usage = told.get("usage")
        except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
            said = self._said(reply)
            raise _Failed("gives no answer in the agreed form", sent=True, said=said) from None
        content = _joined(content)
        usage = usage if isinstance(usage, dict) else {}
        self.budget.charge(
            _count(usage.get("prompt_tokens"), tokens(asked)),
            _count(usage.get("completion_tokens"), tokens(content)),
        )
        return Answer(content, finish not in ("length", "content_filter"))

    def _said(self, reply: _Reply) -> str:
        """The server's own words, unless they show the key."""
        try:
            told = json.loads(reply.body)
            error = told.get("error", told)
            words = error.get("message", "") if isinstance(error, dict) else error
        except (ValueError, AttributeError, RecursionError):
            words = ""
        words = re.sub(r"[^\S ]+|[^\x20-\uffff]", " ", words) if isinstance(words, str) else ""
        if not words.strip() or self.endpoint.hides(words):
            return ""
        return f": {words.strip()[:_SHOWN]}"

    def _pause(self, failed: _Failed, failures: int) -> None:
        wait_s = failed.wait_s
        if wait_s is None:
            wait_s = min(_FIRST_WAIT_S * 2 ** (failures - 1), _MOST_WAIT_S)
        elif wait_s > self.endpoint.longest_wait_s:
            raise OutsideError(
                f"{self.endpoint.host} asks to wait {wait_s:.0f} s before the next question", _LATER
            )
        self._wait(wait_s)


class _Watch:
    """Ends a connection when its time is over, however slowly its pieces come.

    A server that sends a byte now and then keeps within every timeout of a single read.
    """

    def __init__(self, seconds: float) -> None:
        self.over = False
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> _Watch:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def see(self, event: str, info: dict[str, Any]) -> None:
        """Told by the HTTP library of each step; connections are remembered."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._socket = info["return_value"].get_extra_info("socket")

    def _end(self) -> None:
        self.over = True
        if self._socket is not None:
            try:
                self._socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                return


def _joined(content: Any) -> str:
    """An answer's words, which some servers give in parts."""
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        parts = [part.get("text") for part in content if isinstance(part, dict)]
        return "".join(part for part in parts if isinstance(part, str))
    return ""


def _count(told: Any, otherwise: int) -> int:
    """A number of tokens, if that is what it is."""
    if isinstance(told, int) and not isinstance(told, bool) and told > 0:
        return told
    return otherwise


def _seconds(retry_after: str) -> float | None:
    """What a Retry-After header asks for, in seconds from now."""
    from email.utils import parsedate_to_datetime

    value = retry_after.strip()
    if re.fullmatch(r"\d{1,9}(\.\d+)?", value):
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (TypeError, ValueError, OverflowError):
        return None
