"""What the soak's carrier does of itself: webhooks again after a cut, lines that end, truth in its lists.

The bridge is a stub here: a server that answers as a test says.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AsyncExitStack
from random import Random

from livekit.protocol import room

from benchmarks.soak.apis import ROOT, Apis
from benchmarks.soak.desk import Desk
from benchmarks.soak.livekit_events import LiveKitEvents
from benchmarks.soak.network import Network
from benchmarks.soak.talks import Talks, until
from benchmarks.soak.webhooks import Webhooks
from benchmarks.soak.wire import Answer, Asked, Client, serve

OVERRIDES = "#rc=4&rp=ct,rt,5xx&rt=3500&tt=15000"
CONFERENCE = (
    '<Response><Dial action="{base}/back"><Conference participantLabel="leg-1.1" waitUrl="{base}/wait" '
    'statusCallback="{base}/conf">conf-1</Conference></Dial></Response>'
)
Test = Callable[[Network, Webhooks, str], Awaitable[None]]


def _with_bridge(answers: Callable[[Asked, str], Answer], test: Test) -> None:
    """Run `test` against a bridge that answers like this; the second argument is its own address."""

    async def run() -> None:
        base: list[str] = []
        async with AsyncExitStack() as stack:
            server, port = await serve(lambda asked: answers(asked, base[0]))
            base.append(f"http://127.0.0.1:{port}")
            await stack.enter_async_context(server)
            client = Client(port)
            stack.callback(client.close)
            webhooks = Webhooks(client, base[0], "token")
            network = Network(webhooks, LiveKitEvents(client, "key", "secret" * 8), base[0])
            await test(network, webhooks, base[0])
            await network.stop()

    asyncio.run(run())


def _statuses(*numbers: int) -> Callable[[Asked, str], Answer]:
    left: Iterable[int] = iter(numbers)
    return lambda asked, base: Answer(next(iter(left), 200), b"<Response/>")


def test_a_webhook_with_overrides_is_sent_again_after_a_server_error() -> None:
    async def test(network: Network, webhooks: Webhooks, base: str) -> None:
        assert await webhooks.post(f"{base}/twilio/legs/leg-a{OVERRIDES}", {}) == b"<Response/>"
        assert webhooks.measured.statuses == {("/twilio/legs/*", 503): 2, ("/twilio/legs/*", 200): 1}

    _with_bridge(_statuses(503, 503), test)


def test_a_webhook_without_overrides_is_not_and_counts_as_given_up() -> None:
    async def test(network: Network, webhooks: Webhooks, base: str) -> None:
        assert await webhooks.post(f"{base}/twilio/voice", {}) is None
        assert webhooks.measured.given_up == {"/twilio/voice": 1}

    _with_bridge(_statuses(503), test)


def test_a_line_whose_document_ends_is_a_lost_call() -> None:
    async def test(network: Network, webhooks: Webhooks, base: str) -> None:
        talks = Talks(network, Desk(Client(1)), Random(1), 1, 100.0)
        network.spawn(talks.keep())
        assert await until(lambda: bool(talks.lost), 5)
        assert talks.lost[0].startswith("the caller never reached an agent")

    _with_bridge(_statuses(), test)


def test_lists_tell_who_is_on_the_line_and_who_is_inside() -> None:
    def answers(asked: Asked, base: str) -> Answer:
        return Answer(200, CONFERENCE.format(base=base).encode())

    async def test(network: Network, webhooks: Webhooks, base: str) -> None:
        leg, apis = network.call_in("+15550001111", ""), Apis(network, Random(1))

        def listed(path: str) -> list[str]:
            found = json.loads(apis.answer(Asked("GET", f"{ROOT}/{path}", b"")).body)
            return [str(one.get("call_sid", one.get("sid", ""))) for one in _items(found)]

        assert await until(lambda: leg.inside is not None, 5)
        (conference,) = network.conferences.values()
        assert listed("Calls.json?Status=in-progress&PageSize=50") == [leg.sid]
        assert listed("Conferences.json?FriendlyName=conf-1&Status=in-progress") == [conference.sid]
        assert listed(f"Conferences/{conference.sid}/Participants.json") == [leg.sid]
        network.hang_up(leg)
        await asyncio.sleep(0.1)
        assert listed("Calls.json?Status=in-progress&PageSize=50") == []
        assert not network.conferences
        assert apis.answer(Asked("POST", f"{ROOT}/Calls/{leg.sid}.json", b"Url=x")).status == 400

    _with_bridge(answers, test)


def test_livekit_knows_each_room_until_it_is_closed() -> None:
    def answers(asked: Asked, base: str) -> Answer:
        return Answer(200, CONFERENCE.format(base=base).encode())

    async def test(network: Network, webhooks: Webhooks, base: str) -> None:
        apis = Apis(network, Random(1))

        def listed(*names: str) -> list[str]:
            asked = Asked("POST", "/twirp/livekit.RoomService/ListRooms", _rooms(*names).SerializeToString())
            return [one.name for one in room.ListRoomsResponse.FromString(apis.answer(asked).body).rooms]

        network.room("room-1"), network.room("room-2")
        assert listed() == ["room-1", "room-2"]
        assert listed("room-2", "ping") == ["room-2"]
        network.close_room("room-2")
        assert listed("room-2", "ping") == []

    _with_bridge(answers, test)


def _rooms(*names: str) -> room.ListRoomsRequest:
    return room.ListRoomsRequest(names=names)


def _items(page: dict[str, list[dict[str, str]]]) -> list[dict[str, str]]:
    return next(value for value in page.values() if isinstance(value, list))
