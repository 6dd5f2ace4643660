"""The thread that owns a world: timers on time, one action at a time, errors where they belong.

Times are compared with real ones; the tolerance is what a busy machine needs.
"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from simulator.lanes.sockets import Driver, DriverStopped, SocketLane
from simulator.world import World

LATE = 1.0


def fresh() -> Driver:
    return Driver(World(start=time.time()))


def test_timers_run_in_order_and_on_time(lane: SocketLane) -> None:
    ran: list[tuple[float, float]] = []

    def plan() -> None:
        began = time.monotonic()
        for delay in (0.15, 0.05, 0.1, 0.0):
            lane.world.after(delay, lambda delay=delay: ran.append((delay, time.monotonic() - began)))

    lane.act(plan)
    assert lane.until(lambda: len(ran) == 4, 5)
    assert [delay for delay, _ in ran] == [0.0, 0.05, 0.1, 0.15]
    # The two clocks are read one after the other, hence the millisecond.
    assert all(delay - 0.001 <= real < delay + LATE for delay, real in ran)


def test_a_call_does_not_wait_for_the_next_timer(lane: SocketLane) -> None:
    lane.act(lambda: lane.world.after(60, lambda: None))
    began = time.monotonic()
    assert lane.act(lambda: "here") == "here"
    assert time.monotonic() - began < LATE


def test_a_timer_planned_by_a_call_is_not_slept_through(lane: SocketLane) -> None:
    ran: list[str] = []
    lane.act(lambda: lane.world.after(60, lambda: ran.append("late")))
    lane.act(lambda: lane.world.after(0.02, lambda: ran.append("early")))
    assert lane.until(lambda: bool(ran), 5)
    assert ran == ["early"]


def test_what_was_due_before_a_call_comes_before_it(lane: SocketLane) -> None:
    order: list[str] = []

    def busy() -> None:
        lane.world.after(0.01, lambda: order.append("timer"))
        lane.driver.post(lambda: order.append("call"))
        time.sleep(0.05)

    lane.act(busy)
    assert lane.until(lambda: len(order) == 2, 5)
    assert order == ["timer", "call"]


def test_the_worlds_time_is_the_real_time(lane: SocketLane) -> None:
    before = time.time()
    now = lane.act(lambda: lane.world.now)
    assert before - 0.01 <= now <= time.time() + 0.01


def test_many_threads_act_one_after_the_other(lane: SocketLane) -> None:
    counted = {"actions": 0}
    threads: set[str] = set()

    def act(number: int) -> int:
        counted["actions"] = counted["actions"] + 1
        threads.add(threading.current_thread().name)
        return number

    with ThreadPoolExecutor(20) as pool:
        numbers = list(pool.map(lambda number: lane.act(lambda: act(number)), range(1000)))
    assert numbers == list(range(1000))
    assert counted["actions"] == 1000
    assert threads == {"simulated world"}


def test_a_call_inside_of_a_call_is_done_at_once(lane: SocketLane) -> None:
    assert lane.act(lambda: lane.act(lambda: 7) + 1) == 8


def test_what_a_call_raises_is_raised_to_the_asker_and_the_world_goes_on(lane: SocketLane) -> None:
    with pytest.raises(KeyError, match="missing"):
        lane.act(lambda: {}["missing"])
    assert lane.act(lambda: 1) == 1


def test_watchers_see_the_world_after_a_call(lane: SocketLane) -> None:
    seen: list[int] = []
    things: list[str] = []
    lane.act(lambda: lane.world.watchers.append(lambda: seen.append(len(things))))
    lane.act(lambda: things.append("new"))
    lane.act(lambda: None)
    assert 1 in seen


def test_an_answer_may_come_later(lane: SocketLane) -> None:
    later = lane.driver.wait_for(lambda answer: lane.world.after(0.05, lambda: answer.set_result("later")))
    assert later == "later"


def test_an_error_of_the_world_itself_is_raised_at_the_end(caplog: pytest.LogCaptureFixture) -> None:
    driver = fresh()
    driver.start()
    driver.call(lambda: driver.world.after(0, lambda: 1 / 0))
    driver.call(lambda: driver.world.after(0, lambda: {}["later"]))
    assert driver.call(lambda: len(caplog.records)) == 2
    with pytest.raises(ZeroDivisionError):
        driver.stop()
    driver.stop()


def test_an_error_in_the_with_block_is_the_one_that_is_seen(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        with SocketLane() as lane:
            lane.act(lambda: lane.world.after(0, lambda: 1 / 0))
            lane.act(lambda: None)
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert "ZeroDivisionError" in caplog.text


def test_stopping_leaves_nobody_waiting() -> None:
    driver = fresh()
    driver.start()
    with ThreadPoolExecutor(1) as pool:
        began = threading.Event()
        waiting = pool.submit(driver.wait_for, lambda answer: began.set())
        assert began.wait(5)
        driver.stop()
        with pytest.raises(DriverStopped):
            waiting.result(5)
    with pytest.raises(DriverStopped):
        driver.call(lambda: 1)


def test_the_world_can_be_stopped_from_inside() -> None:
    driver = fresh()
    driver.start()
    with pytest.raises(DriverStopped):
        driver.call(driver.stop)
    driver.stop()


def test_a_world_that_is_ahead_of_the_clock_is_refused() -> None:
    with pytest.raises(ValueError, match=r"start=time\.time"):
        Driver(World(start=time.time() + 3600)).start()
