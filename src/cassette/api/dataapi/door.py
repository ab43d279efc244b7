"""The door that the server opens: one request in, one response out, whatever happens."""

from cassette.api.dataapi.request import read_call
from cassette.api.dataapi.response import write_answer
from cassette.api.http import JSON, Request, Response
from cassette.commands.call import Answer
from cassette.commands.dataapi.fields import Refused
from cassette.commands.dispatch import River, dispatch, unexpected
from cassette.errors import Failure


async def handle(request: Request, river: River) -> Response:
    """Answer a request whose sender is known. Raises nothing."""
    try:
        call = read_call(request)
    except Failure as failure:
        return _unread(Answer(errors=[failure]), river)
    except Refused as refused:
        return _unread(Answer(errors=refused.failures), river)
    except Exception as error:  # noqa: BLE001  # a door stays open, whatever comes in
        return _unread(Answer(errors=[unexpected(error)]), river)
    answer = await dispatch(call, river)
    try:
        status, body = write_answer(answer)
    except Exception as error:  # noqa: BLE001  # the same on the way out
        status, body = write_answer(Answer(errors=[unexpected(error, call)]))
    return Response(status, JSON, body)


def _unread(answer: Answer, river: River) -> Response:
    """Answer a request that holds no command; nothing was done for it, so it took no time."""
    if river.observe is not None:
        river.observe(None, answer, 0.0)
    return Response(*_framed(answer))


def refuse(failure: Failure) -> Response:
    """Answer a request that does not get as far as a command."""
    return Response(*_framed(Answer(errors=[failure])))


def _framed(answer: Answer) -> tuple[int, list[tuple[str, str]], bytes]:
    status, body = write_answer(answer)
    return status, JSON, body
