import asyncio
import base64
from collections.abc import Awaitable

import pytest

from cassette.commands.call import ANYONE, Identity
from cassette.errors import Failure
from cassette.server.auth import ATTEMPTS, WINDOW_S, Gate, find_token, parse_token
from cassette.server.passwords import hash_password, is_hash, verify


def token(user: str, password: str) -> str:
    return f"Cassandra:{base64.b64encode(user.encode()).decode()}:{base64.b64encode(password.encode()).decode()}"


def outcome(login: Awaitable[Identity]) -> Identity | str:
    async def run() -> Identity | str:
        try:
            return await login
        except Failure as failure:
            return failure.name

    return asyncio.run(run())


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("headers", "found"),
    [({"token": "a"}, "a"), ({"x-cassandra-token": "b"}, "b"), ({"token": "a", "x-cassandra-token": "b"}, "a")],
)
def test_token_is_found_in_order(headers: dict[str, str], found: str) -> None:
    assert find_token(headers) == found


@pytest.mark.parametrize("headers", [{}, {"token": ""}])
def test_token_missing_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(Failure) as failure:
        find_token(headers)
    assert failure.value.name == "MISSING_AUTHENTICATION_TOKEN"


def test_token_of_two_parts_is_user_and_password() -> None:
    assert parse_token(token("ada", "sé:cret")) == ("ada", "sé:cret")


def test_token_of_another_form_is_the_password_of_user_token() -> None:
    assert parse_token("AstraCS:abc") == ("token", "AstraCS:abc")


@pytest.mark.parametrize(
    "text", ["Cassandra:", "Cassandra:YQ==", "Cassandra:YQ==:Yg==:Yw==", "Cassandra:!!:Yg==", "Cassandra:YQ==:/w=="]
)
def test_token_malformed_is_refused(text: str) -> None:
    assert outcome(Gate(None).log_in(text, "here")) == "UNAUTHENTICATED_REQUEST"


def test_gate_without_users_lets_anybody_in() -> None:
    gate = Gate(None)
    assert gate.known("anything") is None
    assert outcome(gate.log_in("anything", "here")) is ANYONE
    assert gate.known("anything") is ANYONE


def test_gate_with_users_checks_and_remembers() -> None:
    gate = Gate({"ada": hash_password("right")})
    assert outcome(gate.log_in(token("ada", "wrong"), "here")) == "UNAUTHENTICATED_REQUEST"
    assert outcome(gate.log_in(token("bob", ""), "here")) == "UNAUTHENTICATED_REQUEST"
    assert gate.known(token("ada", "wrong")) is None
    assert outcome(gate.log_in(token("ada", "right"), "here")) == Identity("ada")
    assert gate.known(token("ada", "right")) == Identity("ada")


def test_gate_makes_an_address_wait_after_five_failures() -> None:
    clock = Clock()
    gate = Gate({"ada": hash_password("right")}, clock)

    async def many() -> list[Identity | BaseException]:
        logins = (gate.log_in(token("ada", str(n)), "here") for n in range(ATTEMPTS + 3))
        return await asyncio.gather(*logins, return_exceptions=True)

    names = [result.name for result in asyncio.run(many()) if isinstance(result, Failure)]
    assert names.count("UNAUTHENTICATED_REQUEST") == ATTEMPTS
    assert names.count("LOGIN_ATTEMPTS_EXCEEDED") == 3
    assert outcome(gate.log_in(token("ada", "right"), "there")) == Identity("ada")
    clock.now += WINDOW_S
    assert outcome(gate.log_in(token("ada", "wrong"), "here")) == "UNAUTHENTICATED_REQUEST"


def test_gate_does_not_count_logins_that_succeed() -> None:
    gate = Gate({"ada": hash_password("right")}, Clock())
    for _ in range(ATTEMPTS + 2):
        assert outcome(gate.log_in(token("ada", "right"), "here")) == Identity("ada")


def test_password_hash_fits_only_its_password() -> None:
    text = hash_password("secret")
    assert is_hash(text)
    assert verify("secret", text)
    assert not verify("Secret", text)
    assert text != hash_password("secret")


@pytest.mark.parametrize(
    "text",
    ["", "secret", "scrypt:3:YQ==:YQ==", "scrypt:16384:YQ==:YQ==", "md5:16384:YQ==:YQ==", "scrypt:1073741824:a:b"],
)
def test_password_hash_of_another_form_fits_nothing(text: str) -> None:
    assert not is_hash(text)
    assert not verify("", text)
