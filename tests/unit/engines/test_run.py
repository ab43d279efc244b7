"""Plans carried out on a scripted engine: who wins a race, and what fails when, is written down beforehand."""

import asyncio
from collections.abc import Awaitable, Sequence
from typing import Any, TypeVar

import pytest

from cassette.cql.parser import parse
from cassette.cql.plan import (
    Change,
    Define,
    Each,
    Fate,
    Modified,
    Modify,
    Nothing,
    Outcome,
    Plan,
    Read,
    Write,
)
from cassette.cql.rows import Row, Rows
from cassette.cql.schema import EMPTY, Schema
from cassette.cql.statements.statement import Bound, Statement
from cassette.engines.contract import Engine, Features, Page
from cassette.engines.run import run
from cassette.errors import AlreadyExists, EngineError, Failure, InvalidRequest, StaleSchema, StorageFault, Unavailable

Answer = Rows | EngineError


class Refused:
    """An answer that `execute` itself raises, before anything is awaited."""

    def __init__(self, failure: EngineError) -> None:
        self.failure = failure


class Script(Engine):
    """Answers each statement, known by its text, from a list; notes what was asked in which order."""

    def __init__(self, **answers: list[Answer | Refused]) -> None:
        self.answers = answers
        self.asked: list[str] = []
        self.pages: list[Page | None] = []
        self.waited: list[str] = []

    @property
    def schema(self) -> Schema:
        return EMPTY

    @property
    def features(self) -> Features:
        return Features(disjunction=True, negation=True, entry_ranges=True)

    def execute(self, statement: Statement, values: tuple[Any, ...] = (), page: Page | None = None) -> Awaitable[Rows]:
        name = values[0] if values else statement.text().partition(" ")[0].lower()
        self.asked.append(name)
        self.pages.append(page)
        answer = self.answers[name].pop(0)
        if isinstance(answer, Refused):
            raise answer.failure
        # as real engines do, it begins at once, whether or not anybody waits
        return asyncio.ensure_future(self._answer(name, answer))

    def batch(self, bounds: Sequence[Bound]) -> Awaitable[Rows]:
        self.asked.append("+".join(bound.values[0] for bound in bounds))
        answer = self.answers["batch"].pop(0)
        assert not isinstance(answer, Refused)
        return self._answer("batch", answer)

    async def refresh(self) -> Schema:
        return EMPTY

    async def close(self) -> None:
        pass

    async def _answer(self, name: str, answer: Answer) -> Rows:
        await asyncio.sleep(0)
        self.waited.append(name)
        if isinstance(answer, EngineError):
            raise answer
        return answer


APPLIED, LOST, DONE = Rows(applied=True), Rows(applied=False), Rows()
SELECT = parse("SELECT k, v FROM ks.t WHERE k = ?")
UPDATE = parse("UPDATE ks.t SET v = 1 WHERE k = ? IF v = 0")
INSERT = parse("INSERT INTO ks.t (k) VALUES (?) IF NOT EXISTS")

Kind = TypeVar("Kind", bound=BaseException)


def found(*rows: Row, state: bytes | None = None) -> Rows:
    return Rows(rows=list(rows), paging_state=state)


def carry_out(plan: Plan, engine: Script) -> Any:
    result = asyncio.run(run(plan, engine))
    assert not any(engine.answers.values()), "the script goes on"
    return result


def refusal(kind: type[Kind], plan: Plan, engine: Script) -> Kind:
    with pytest.raises(kind) as caught:
        carry_out(plan, engine)
    assert not any(engine.answers.values()), "the script goes on"
    return caught.value


# ------------------------------------------------------------------ read, write, nothing


def test_read_asks_for_one_page() -> None:
    engine = Script(a=[found((1,), state=b"on")])
    rows = carry_out(Read(Bound(SELECT, ("a",)), 5, b"from"), engine)
    assert (list(rows.rows), rows.paging_state) == ([(1,)], b"on")
    assert engine.pages == [Page(5, b"from")]


def test_read_asks_page_after_page() -> None:
    engine = Script(a=[found((1,), (2,), state=b"2"), found((3,), (4,), state=b"4"), found((5,))])
    rows = carry_out(Read(Bound(SELECT, ("a",)), 2, all_pages=True), engine)
    assert (list(rows.rows), rows.paging_state) == ([(1,), (2,), (3,), (4,), (5,)], None)
    assert engine.pages == [Page(2), Page(2, b"2"), Page(2, b"4")]


def test_read_stops_when_there_are_too_many_rows() -> None:
    engine = Script(a=[found((1,), (2,), state=b"2"), found((3,), (4,), state=b"4")])
    plan = Read(Bound(SELECT, ("a",)), 2, all_pages=True, most_rows=3, too_many=lambda: Failure("TOO_MANY"))
    assert refusal(Failure, plan, engine).name == "TOO_MANY"


@pytest.mark.parametrize("all_pages", [True, False])
def test_read_of_as_many_rows_as_are_allowed(all_pages: bool) -> None:
    for most, rows in ((2, 2), (3, 2)):
        engine = Script(a=[found(*[(at,) for at in range(rows)])])
        plan = Read(Bound(SELECT, ("a",)), 5, None, all_pages, most, lambda: Failure("TOO_MANY"))
        assert len(carry_out(plan, engine).rows) == rows
    engine = Script(a=[found((1,), (2,), (3,))])
    plan = Read(Bound(SELECT, ("a",)), 5, None, all_pages, 2, lambda: Failure("TOO_MANY"))
    refusal(Failure, plan, engine)


def test_write_of_one_is_no_batch() -> None:
    engine = Script(a=[LOST])
    assert carry_out(Write((Bound(UPDATE, ("a",)),)), engine) is LOST
    engine = Script(batch=[DONE])
    assert carry_out(Write((Bound(UPDATE, ("a",)), Bound(UPDATE, ("b",)))), engine) is DONE
    assert engine.asked == ["a+b"]


def test_nothing_asks_nobody() -> None:
    engine = Script()
    rows = found((1,))
    assert carry_out(Nothing(rows), engine) is rows
    assert list(carry_out(Nothing(), engine).rows) == []


def test_failure_of_the_engine_is_the_outcome() -> None:
    assert refusal(Unavailable, Read(Bound(SELECT, ("a",)), 1), Script(a=[Unavailable("x")]))
    assert refusal(StorageFault, Write((Bound(UPDATE, ("a",)),)), Script(a=[StorageFault("x")]))
    assert refusal(StaleSchema, Write((Bound(UPDATE, ("a",)),)), Script(a=[Refused(StaleSchema("x"))]))


# ------------------------------------------------------------------ define


CREATE, INDEX, DROP = (
    Bound(parse(cql))
    for cql in (
        "CREATE TABLE ks.t (k int PRIMARY KEY)",
        "CREATE CUSTOM INDEX i ON ks.t (v) USING 'sai'",
        "DROP TABLE ks.t",
    )
)


def test_define_goes_in_order() -> None:
    engine = Script(create=[DONE, DONE])
    assert carry_out(Define((CREATE, INDEX), (DROP,)), engine) is DONE
    assert engine.asked == ["create", "create"]


def test_define_undoes_what_it_has_begun() -> None:
    engine = Script(create=[DONE, InvalidRequest("no such column")], drop=[DONE])
    assert str(refusal(InvalidRequest, Define((CREATE, INDEX), (DROP,)), engine)) == "no such column"
    assert engine.asked == ["create", "create", "drop"]


def test_define_leaves_alone_what_others_made() -> None:
    engine = Script(create=[AlreadyExists("t")])
    refusal(AlreadyExists, Define((CREATE, INDEX), (DROP,)), engine)
    assert engine.asked == ["create"]


def test_define_without_undo() -> None:
    engine = Script(create=[DONE, InvalidRequest("x")])
    refusal(InvalidRequest, Define((CREATE, INDEX)), engine)


# ------------------------------------------------------------------ each


def writes(*names: str) -> tuple[Plan, ...]:
    return tuple(Write((Bound(INSERT, (name,)),)) for name in names)


def test_each_hands_over_all_before_it_waits() -> None:
    engine = Script(a=[APPLIED], b=[LOST], c=[APPLIED])
    assert carry_out(Each(writes("a", "b", "c")), engine) == [APPLIED, LOST, APPLIED]
    assert (engine.asked, engine.waited) == (["a", "b", "c"], ["a", "b", "c"])


def test_each_tells_every_failure_in_its_place() -> None:
    fault, stale = StorageFault("disk"), StaleSchema("gone")
    engine = Script(a=[fault], b=[APPLIED], c=[Refused(stale)], d=[APPLIED])
    assert carry_out(Each(writes("a", "b", "c", "d")), engine) == [fault, APPLIED, stale, APPLIED]
    assert engine.asked == ["a", "b", "c", "d"]


def test_each_in_order_waits_for_one_before_the_next() -> None:
    engine = Script(a=[APPLIED], b=[DONE])
    assert carry_out(Each(writes("a", "b"), ordered=True), engine) == [APPLIED, DONE]


@pytest.mark.parametrize("answer", [LOST, StorageFault("disk"), Refused(Unavailable("closed"))])
def test_each_in_order_stops_where_one_fails(answer: Answer | Refused) -> None:
    engine = Script(a=[APPLIED], b=[answer])
    outcomes = carry_out(Each(writes("a", "b", "c"), ordered=True), engine)
    assert outcomes == [APPLIED, answer.failure if isinstance(answer, Refused) else answer]
    assert engine.asked == ["a", "b"]


@pytest.mark.parametrize("ordered", [True, False])
def test_each_is_stale_as_a_whole_while_nothing_is_written(ordered: bool) -> None:
    engine = Script(a=[StaleSchema("gone")]) if ordered else Script(a=[StaleSchema("gone")], b=[LOST])
    refusal(StaleSchema, Each(writes("a", "b"), ordered), engine)
    stale = StaleSchema("gone")
    engine = Script(a=[APPLIED], b=[stale])
    assert carry_out(Each(writes("a", "b"), ordered), engine) == [APPLIED, stale]


def test_each_takes_other_plans_too() -> None:
    failure = Failure("TOO_MANY")

    def too_many() -> Failure:
        return failure

    plans: tuple[Plan, ...] = (
        Read(Bound(SELECT, ("a",)), 1),
        Write((Bound(INSERT, ("b",)), Bound(INSERT, ("c",)))),
        Nothing(found((9,))),
        Read(Bound(SELECT, ("d",)), 5, most_rows=0, too_many=too_many),
    )
    for ordered in (True, False):
        engine = Script(a=[found((1,))], batch=[DONE], d=[found((1,))])
        outcomes = carry_out(Each(plans, ordered), engine)
        assert outcomes[:3] == [found((1,)), DONE, found((9,))]
        assert outcomes[3:] == [failure]


def test_each_of_nothing() -> None:
    assert carry_out(Each(()), Script()) == []
    assert carry_out(Each((), ordered=True), Script()) == []


# ------------------------------------------------------------------ modify


def change(row: Row) -> Change:
    """Make the next version; a row whose value is None stays as it is, one with `bad` cannot be changed."""
    name, version = row
    if version == "bad":
        raise Failure("BAD", row=name)
    return Change(None if version is None else Bound(UPDATE, (name,)), f"{name} after {version}")


def again(row: Row) -> Bound:
    return Bound(SELECT, (f"{row[0]}?",))


def modify(**more: Any) -> Modify:
    return Modify(Read(Bound(SELECT, ("read",)), 10), change, again, **more)


def test_modify_changes_every_row() -> None:
    engine = Script(read=[found(("a", 0), ("b", None), ("c", 0), state=b"on")], a=[APPLIED], c=[APPLIED])
    assert carry_out(modify(), engine) == Modified(
        [
            Outcome(Fate.CHANGED, ("a", 0), "a after 0"),
            Outcome(Fate.UNCHANGED, ("b", None), "b after None"),
            Outcome(Fate.CHANGED, ("c", 0), "c after 0"),
        ],
        b"on",
    )
    # both are handed over before the first answer is there
    assert engine.asked == ["read", "a", "c"]
    assert engine.waited == ["read", "a", "c"]


def test_modify_picks_among_the_rows() -> None:
    engine = Script(read=[found(("a", 0), ("b", 0))], b=[APPLIED])
    plan = modify(pick=lambda rows: [row for row in rows if row[0] == "b"])
    assert carry_out(plan, engine).outcomes == [Outcome(Fate.CHANGED, ("b", 0), "b after 0")]


def test_modify_of_no_row() -> None:
    assert carry_out(modify(), Script(read=[found()])) == Modified([])
    assert carry_out(modify(pick=lambda rows: []), Script(read=[found(("a", 0), state=b"on")])) == Modified([], b"on")


def test_modify_tries_a_lost_row_again() -> None:
    script: dict[str, list[Answer | Refused]] = {
        "read": [found(("a", 0), ("b", 0))],
        "a": [LOST, LOST, APPLIED],
        "b": [APPLIED],
        "a?": [found(("a", 1)), found(("a", 2))],
    }
    engine = Script(**script)
    assert carry_out(modify(), engine).outcomes == [
        Outcome(Fate.CHANGED, ("a", 2), "a after 2"),
        Outcome(Fate.CHANGED, ("b", 0), "b after 0"),
    ]
    assert engine.asked == ["read", "a", "b", "a?", "a", "a?", "a"]
    assert engine.pages[3] == Page(1)


def test_modify_gives_up_after_some_attempts() -> None:
    for attempts in (1, 2, 3, 5):
        script: dict[str, list[Answer | Refused]] = {
            "read": [found(("a", 0))],
            "a": [LOST] * attempts,
            "a?": [found(("a", at)) for at in range(1, attempts)],
        }
        outcome = carry_out(modify(attempts=attempts), Script(**script)).outcomes
        assert [(one.fate, one.row) for one in outcome] == [(Fate.LOST, ("a", attempts - 1))]


def test_modify_leaves_a_row_that_no_longer_matches() -> None:
    script: dict[str, list[Answer | Refused]] = {"read": [found(("a", 0))], "a": [LOST], "a?": [found()]}
    assert carry_out(modify(), Script(**script)) == Modified([])


def test_modify_of_a_lost_row_may_find_nothing_to_do() -> None:
    script: dict[str, list[Answer | Refused]] = {"read": [found(("a", 0))], "a": [LOST], "a?": [found(("a", None))]}
    assert carry_out(modify(), Script(**script)).outcomes == [Outcome(Fate.UNCHANGED, ("a", None), "a after None")]


def test_modify_tells_the_failure_of_one_row() -> None:
    engine = Script(read=[found(("a", 0), ("b", "bad"), ("c", 0))], a=[APPLIED], c=[APPLIED])
    outcomes = carry_out(modify(), engine).outcomes
    assert [outcome.fate for outcome in outcomes] == [Fate.CHANGED, Fate.FAILED, Fate.CHANGED]
    assert outcomes[1].failure.name == "BAD"
    assert outcomes[1].row == ("b", "bad")


@pytest.mark.parametrize("fault", [StorageFault("disk"), Refused(StorageFault("disk"))])
def test_modify_tells_the_engines_failure_of_one_row(fault: Answer | Refused) -> None:
    engine = Script(read=[found(("a", 0), ("b", 0))], a=[fault], b=[APPLIED])
    outcomes = carry_out(modify(), engine).outcomes
    assert [outcome.fate for outcome in outcomes] == [Fate.FAILED, Fate.CHANGED]
    assert isinstance(outcomes[0].failure, StorageFault)


@pytest.mark.parametrize("kind", [StaleSchema, StorageFault, Unavailable])
def test_modify_fails_as_a_whole_while_nothing_is_changed(kind: type[EngineError]) -> None:
    engine = Script(read=[found(("a", 0), ("b", None), ("c", 0))], a=[kind("x")], c=[kind("y")])
    assert str(refusal(kind, modify(), engine)) == "x"
    refusal(kind, modify(), Script(read=[kind("x")]))


def test_modify_tells_what_was_changed_when_a_second_read_fails() -> None:
    script: dict[str, list[Answer | Refused]] = {
        "read": [found(("a", 0), ("b", 0), ("c", 0))],
        "a": [APPLIED],
        "b": [LOST],
        "b?": [Unavailable("busy")],
        "c": [APPLIED],
    }
    engine = Script(**script)
    outcomes = carry_out(modify(), engine).outcomes
    assert [outcome.fate for outcome in outcomes] == [Fate.CHANGED, Fate.FAILED, Fate.CHANGED]
    assert isinstance(outcomes[1].failure, Unavailable)


def insert() -> Change:
    return Change(Bound(INSERT, ("new",)), "made")


def test_upsert_makes_the_row_that_nobody_has() -> None:
    engine = Script(read=[found()], new=[APPLIED])
    assert carry_out(modify(insert=insert), engine).outcomes == [Outcome(Fate.INSERTED, None, "made")]


def test_upsert_changes_the_row_that_is_there() -> None:
    engine = Script(read=[found(("a", 0))], a=[APPLIED])
    assert carry_out(modify(insert=insert), engine).outcomes == [Outcome(Fate.CHANGED, ("a", 0), "a after 0")]


def test_upsert_that_another_made_first_changes_theirs() -> None:
    engine = Script(read=[found(), found(("new", 0))], new=[LOST, APPLIED])
    assert carry_out(modify(insert=insert), engine).outcomes == [Outcome(Fate.CHANGED, ("new", 0), "new after 0")]
    assert engine.asked == ["read", "new", "read", "new"]


def test_upsert_gives_up_after_some_attempts() -> None:
    engine = Script(read=[found()] * 3, new=[LOST] * 3)
    assert carry_out(modify(insert=insert), engine).outcomes == [Outcome(Fate.LOST, None, "made")]


def test_upsert_fails_when_its_insert_fails() -> None:
    engine = Script(read=[found()], new=[StorageFault("disk")])
    refusal(StorageFault, modify(insert=insert), engine)

    def refused() -> Change:
        raise Failure("BAD")

    assert refusal(Failure, modify(insert=refused), Script(read=[found()])).name == "BAD"


def test_upsert_does_not_insert_where_rows_were_lost() -> None:
    script: dict[str, list[Answer | Refused]] = {"read": [found(("a", 0))], "a": [LOST], "a?": [found()]}
    assert carry_out(modify(insert=insert), Script(**script)) == Modified([])
