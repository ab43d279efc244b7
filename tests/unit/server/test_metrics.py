from cassette.server.board import Board
from cassette.server.metrics import NOTHING_WRONG, Metrics


def test_metrics_count_commands_in_cumulative_buckets() -> None:
    metrics = Metrics()
    metrics.ran("findOne", NOTHING_WRONG, 0.0004)
    metrics.ran("findOne", NOTHING_WRONG, 0.003)
    metrics.ran("findOne", NOTHING_WRONG, 60.0)
    lines = metrics.text().splitlines()
    labels = 'command="findOne",error="False",error_code="NA"'
    assert f'command_processor_process_seconds_bucket{{{labels},le="0.0005"}} 1' in lines
    assert f'command_processor_process_seconds_bucket{{{labels},le="0.005"}} 2' in lines
    assert f'command_processor_process_seconds_bucket{{{labels},le="10.0"}} 2' in lines
    assert f'command_processor_process_seconds_bucket{{{labels},le="+Inf"}} 3' in lines
    assert f"command_processor_process_seconds_sum{{{labels}}} 60.003400" in lines
    assert f"command_processor_process_seconds_count{{{labels}}} 3" in lines


def test_metrics_count_statuses_and_errors() -> None:
    metrics = Metrics()
    metrics.answered(200)
    metrics.answered(200)
    metrics.answered(404)
    metrics.ran("find", "UNKNOWN_KEYSPACE", 0.1)
    text = metrics.text()
    assert 'http_server_requests_total{status="200"} 2' in text
    assert 'http_server_requests_total{status="404"} 1' in text
    assert 'error="True",error_code="UNKNOWN_KEYSPACE"' in text
    assert text.endswith("\n")


def test_metrics_read_gauges_when_asked() -> None:
    metrics = Metrics()
    metrics.gauges["answers"] = ("What it all comes to.", lambda: 42.0)
    assert "# TYPE answers gauge\nanswers 42\n" in metrics.text()


def test_metrics_do_not_make_series_of_what_clients_make_up() -> None:
    metrics = Metrics()
    for n in range(100):
        metrics.ran(f'evil{n}"}} 1\n', NOTHING_WRONG, 0.1)
        metrics.ran(f"made_up_{n}", "COMMAND_UNKNOWN", 0.1)
    assert {command for command, _ in metrics.timers} == {"unknown"}
    assert len(metrics.timers) == 2


def test_metrics_of_all_workers_are_told_by_each() -> None:
    board = Board(2)
    first = Metrics(board)
    first.answered(200)
    first.ran("find", NOTHING_WRONG, 0.1)
    board.write(first.counts())
    board.own = 1
    second = Metrics(board)
    second.answered(200)
    second.ran("find", NOTHING_WRONG, 0.2)
    text = second.text()
    assert 'http_server_requests_total{status="200"} 2' in text
    assert 'seconds_count{command="find",error="False",error_code="NA"} 2' in text
    assert 'seconds_sum{command="find",error="False",error_code="NA"} 0.3' in text


def test_metrics_go_on_where_a_worker_before_stopped() -> None:
    board = Board(1)
    before = Metrics(board)
    before.answered(200)
    board.write(before.counts())
    after = Metrics(board)
    after.answered(200)
    assert after.statuses == {200: 2}


def test_board_with_a_half_written_slot_is_read_as_empty() -> None:
    board = Board(2)
    board.write(Metrics().counts())
    board._memory[10] ^= 255
    assert board.read_own().timers == []
