from cassette.commands.faults import FAULTS, failure_of
from cassette.errors import EngineError, Unavailable, engine


def test_every_engine_error_has_a_row() -> None:
    raised = {kind for kind in vars(engine).values() if isinstance(kind, type) and issubclass(kind, EngineError)}
    assert raised - {EngineError} == FAULTS.keys()


def test_failure_of_an_error_of_no_kind() -> None:
    assert failure_of(EngineError("odd")).name == "UNEXPECTED_DRIVER_ERROR"
    assert failure_of(Unavailable()).details["reason"] == "Unavailable"
