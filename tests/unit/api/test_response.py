import json
from decimal import Decimal
from uuid import UUID

import msgspec

from cassette.api.dataapi.response import dress, write_answer
from cassette.commands.call import Answer
from cassette.errors import Failure


def test_data_only() -> None:
    assert write_answer(Answer({"document": None})) == (200, b'{"data":{"document":null}}')


def test_stored_documents_go_through_untouched() -> None:
    stored = '{"_id":1,  "n":1E+2}'
    answer = Answer({"documents": [msgspec.Raw(stored)], "nextPageState": None})
    assert write_answer(answer)[1] == b'{"data":{"documents":[' + stored.encode() + b'],"nextPageState":null}}'


def test_numbers_are_exact() -> None:
    digits = "12.12312321312312312312312321"
    assert (
        write_answer(Answer(status={"upsertedId": Decimal(digits)}))[1]
        == f'{{"status":{{"upsertedId":{digits}}}}}'.encode()
    )


def test_empty_parts_are_left_out() -> None:
    assert write_answer(Answer({"document": None}, {})) == (200, b'{"data":{"document":null}}')
    assert write_answer(Answer(status={"ok": 1})) == (200, b'{"status":{"ok":1}}')


def test_errors_leave_data_out_and_keep_status() -> None:
    answer = Answer({"document": 1}, {"insertedIds": []}, [Failure("COMMAND_UNKNOWN", command="x")])
    status, body = write_answer(answer)
    told = json.loads(body)
    assert status == 200
    assert set(told) == {"errors", "status"}
    assert told["status"] == {"insertedIds": []}


def test_first_error_decides_on_the_status() -> None:
    first, second = Failure("UNAUTHORIZED_ACCESS"), Failure("COMMAND_UNKNOWN")
    assert write_answer(Answer(errors=[first, second]))[0] == 401
    assert write_answer(Answer(errors=[second, first]))[0] == 200


def test_warnings_stand_in_the_status() -> None:
    told = json.loads(write_answer(Answer(status={"ok": 1}, warnings=[Failure("DEPRECATED_COMMAND")]))[1])
    assert told["status"]["ok"] == 1
    assert told["status"]["warnings"][0]["errorCode"] == "DEPRECATED_COMMAND"
    assert told["status"]["warnings"][0]["scope"] == "WARNING"


def test_dress_gives_every_error_an_id_of_its_own() -> None:
    failure = Failure("DOCUMENT_ALREADY_EXISTS", document_ids=({"$date": 5},), id=5, collection="c")
    first, second = dress(failure), dress(failure)
    assert UUID(first["id"]) != UUID(second["id"])
    assert first["documentIds"] == [{"$date": 5}]
    assert "documentIds" not in dress(Failure("COMMAND_UNKNOWN"))


def test_dress_keeps_the_id_of_the_log() -> None:
    assert dress(Failure("UNEXPECTED_SERVER_ERROR", error_id="abc"))["id"] == "abc"
