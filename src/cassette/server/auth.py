"""Who is asking: from the `Token` header to an Identity.

    Token: Cassandra:<base64 of the user>:<base64 of the password>

Any other text stands for the user `token` with that text as the password.
Source: Data API specification, "Headers".
"""

import asyncio
import base64
import binascii
import time
from collections.abc import Callable, Mapping
from hashlib import sha256

from cassette.api.http import Headers
from cassette.commands.call import ANYONE, Identity
from cassette.errors import Failure
from cassette.server.passwords import hash_password, verify

PREFIX = "Cassandra:"
KNOWN_TOKENS = 10_000
"""Tokens remembered as good, by digest; then the memory starts anew."""
ATTEMPTS, WINDOW_S = 5, 60.0


def find_token(headers: Headers | Mapping[str, str]) -> str:
    """Give the token a request brings. Raises MISSING_AUTHENTICATION_TOKEN."""
    token = headers.get("token") or headers.get("x-cassandra-token")
    if not token:
        raise Failure("MISSING_AUTHENTICATION_TOKEN")
    return token


def parse_token(token: str) -> tuple[str, str]:
    """Take a token apart into user and password. Raises UNAUTHENTICATED_REQUEST when it is malformed."""
    if not token.startswith(PREFIX):
        return "token", token
    parts = token.split(":")
    try:
        if len(parts) != 3:
            raise ValueError
        return _text(parts[1]), _text(parts[2])
    except (ValueError, binascii.Error):
        reason = "a token that starts with Cassandra: goes on with the user and the password, each in base64"
        raise Failure("UNAUTHENTICATED_REQUEST", reason=reason) from None


class Gate:
    """Lets requests in.

    `known` answers in a microsecond for tokens that were seen before; `log_in` does the work once.
    Without users, any token that is well formed will do.
    """

    def __init__(self, users: Mapping[str, str] | None, clock: Callable[[], float] = time.monotonic) -> None:
        self.users = users
        self.clock = clock
        self._known: dict[bytes, Identity] = {}
        self._attempts: dict[str, list[float]] = {}
        self._stranger = hash_password("") if users is not None else ""
        # each check takes 16 MiB and 40 ms of a core: a flood of them waits in line instead of filling the machine
        self._checks = asyncio.Semaphore(2)

    def known(self, token: str) -> Identity | None:
        """Give the identity of a token that was good before."""
        # digests, so that a dump of this process holds no one's password
        return self._known.get(sha256(token.encode("utf-8", "surrogateescape")).digest())

    async def log_in(self, token: str, address: str) -> Identity:
        """Check a new token. Raises UNAUTHENTICATED_REQUEST or LOGIN_ATTEMPTS_EXCEEDED.

        `address` is the client's, without its port: an address that fails 5 times within a minute has to wait.
        """
        user, password = parse_token(token)
        identity = ANYONE if self.users is None else await self._check(user, password, address)
        if len(self._known) >= KNOWN_TOKENS:
            self._known.clear()
        self._known[sha256(token.encode("utf-8", "surrogateescape")).digest()] = identity
        return identity

    async def _check(self, user: str, password: str, address: str) -> Identity:
        assert self.users is not None
        attempt = self._count_attempt(address)
        expected = self.users.get(user, self._stranger)
        async with self._checks:
            # for an unknown user too, so that the time tells nothing
            good = await asyncio.to_thread(verify, password, expected)
        if not good or user not in self.users:
            raise Failure("UNAUTHENTICATED_REQUEST", reason="the user is unknown or the password is wrong")
        self._forget_attempt(address, attempt)
        return Identity(user)

    def _count_attempt(self, address: str) -> float:
        """Count a login before it is checked, so that many at once cannot slip through."""
        now = self.clock()
        if len(self._attempts) > KNOWN_TOKENS:
            self._attempts = {a: times for a, times in self._attempts.items() if times and now - times[-1] < WINDOW_S}
        recent = [at for at in self._attempts.get(address, ()) if now - at < WINDOW_S]
        self._attempts[address] = recent
        if len(recent) >= ATTEMPTS:
            raise Failure("LOGIN_ATTEMPTS_EXCEEDED", retry_after_s=max(1, round(WINDOW_S - (now - recent[0]))))
        recent.append(now)
        return now

    def _forget_attempt(self, address: str, attempt: float) -> None:
        times = self._attempts.get(address, [])
        if attempt in times:
            times.remove(attempt)
        if not times:
            self._attempts.pop(address, None)


def _text(part: str) -> str:
    # clients leave out the padding now and then
    data = base64.b64decode(part + "=" * (-len(part) % 4), validate=True)
    if not data:
        raise ValueError
    return data.decode("utf-8")
