"""The world's time: order, cancelling, running until something holds.

And the same again from the same seed.
"""

from simulator.world import World


def test_things_happen_in_order_of_time_and_then_of_planning() -> None:
    world, seen = World(start=100.0), []
    for delay, name in [(2, "c"), (1, "a"), (1, "b"), (0, "now"), (-5, "also now")]:
        world.after(delay, lambda name=name: seen.append((name, world.now)))
    world.run(10)
    assert seen == [("now", 100), ("also now", 100), ("a", 101), ("b", 101), ("c", 102)]
    assert world.now == 110


def test_what_is_cancelled_does_not_happen_and_is_not_waited_for() -> None:
    world, seen = World(), []
    world.after(1, lambda: seen.append("never")).cancel()
    assert world.next_at() is None and not world.step()
    world.run(5)
    assert seen == []


def test_it_stops_as_soon_as_the_condition_holds() -> None:
    world, seen = World(start=0), []
    for n in range(5):
        world.after(n, lambda n=n: seen.append(n))
    assert world.run(10, until=lambda: 2 in seen)
    assert (world.now, seen) == (2, [0, 1, 2])
    assert not world.run(1.5, until=lambda: 9 in seen)
    assert world.now == 3.5


def test_what_an_action_plans_for_now_still_happens_now() -> None:
    world, seen = World(start=0), []
    world.after(1, lambda: world.after(0, lambda: seen.append(world.now)))
    world.run(1)
    assert seen == [1]


def test_watchers_look_after_every_event_and_observers_hear_every_fact() -> None:
    world, looked, heard = World(start=0), [], []
    world.watchers.append(lambda: looked.append(world.now))
    world.observers.append(heard.append)
    world.after(1, lambda: world.note("rang", phone="a"))
    world.after(2, lambda: None)
    world.run(5)
    assert looked == [1, 2]
    assert heard == world.history and (heard[0].at, heard[0].kind, heard[0].details) == (
        1,
        "rang",
        {"phone": "a"},
    )


def test_on_the_real_clock_everything_due_is_done_and_time_never_goes_back() -> None:
    world, seen = World(start=10), []
    for n in (1, 2, 3):
        world.after(n, lambda n=n: seen.append(n))
    world.run_due(12)
    assert seen == [1, 2] and world.now == 12
    world.run_due(11)
    assert world.now == 12


def test_the_same_seed_gives_the_same_chance() -> None:
    assert World(7).random.random() == World(7).random.random() != World(8).random.random()
