"""The real server as one of the two sides: HTTP on loopback, the real clock, people of the rtc SDK.

Decides how a request becomes an outcome of `simulator.network` and how the server is made empty again.
"""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from livekit.api import AccessToken, VideoGrants

from simulator.network import Failure, Outcome, Reply, Request
from simulator.real_livekit.processes import HOST, RealLiveKit
from tests.real_livekit.contract.guests import Guests
from tests.real_livekit.contract.receiver import Receiver
from tests.real_livekit.contract.requests import Asker
from tests.real_livekit.contract.sides import KEY, SECRET, Guest, Hook, SipLeg

RECORDED = Path(__file__).parents[2] / "simulator/livekit/recorded/02_participant_joined.json"
PATIENCE, LOOK_EVERY = 8.0, 0.01


class Real:
    """One server for all stories that leave it alive; `clear` comes before each.

    `webhook_url`: somebody else's door, in which case there are no `hooks`.
    """

    def __init__(self, folder: Path, webhook_url: str = "") -> None:
        self._receiver = Receiver()
        self.server = RealLiveKit(folder, webhook_url or self._receiver.url)
        self.server.key, self.server.secret = KEY, SECRET
        self._guests = Guests()

    @property
    def now(self) -> float:
        return time.time()

    @property
    def hooks(self) -> list[Hook]:
        return self._receiver.hooks

    @property
    def answers(self) -> list[int]:
        return self._receiver.answers

    def ask(self, request: Request) -> Outcome:
        connection = http.client.HTTPConnection(HOST, self.server.port, timeout=PATIENCE)
        try:
            connection.request(request.method, request.url, request.body, dict(request.headers))
            answer = connection.getresponse()
            return Reply(answer.status, dict(answer.getheaders()), answer.read())
        except TimeoutError:
            return Failure("timeout")
        except OSError:
            return Failure("refused")
        finally:
            connection.close()

    def until(self, condition: Callable[[], bool], seconds: float) -> bool:
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                return False
            time.sleep(LOOK_EVERY)
        return True

    def join(self, room: str, guest: Guest) -> None:
        self._guests.order(
            do="join",
            url=self.server.url,
            token=_token(room, guest),
            identity=guest.identity,
            publishes=guest.publishes,
        )

    def dial(self, leg: SipLeg) -> None:
        name = f"Phone {leg.user}"
        self.join(leg.room, Guest(leg.identity, "sip", name=name, attributes=_attributes(leg)))

    def leave(self, identity: str) -> None:
        self._guests.order(do="leave", identity=identity)

    def clear(self) -> None:
        asker = Asker(self)
        rooms = [one.name for one in asker.ask("ListRooms").rooms]
        for name in rooms:
            asker.ask("DeleteRoom", room=name)
        for rule in asker.ask("ListSIPDispatchRule").items:
            asker.ask("DeleteSIPDispatchRule", sip_dispatch_rule_id=rule.sip_dispatch_rule_id)
        for trunk in asker.ask("ListSIPInboundTrunk").items:
            asker.ask("DeleteSIPTrunk", sip_trunk_id=trunk.sip_trunk_id)
        # The last word about a room; what comes later is about this story.
        assert self.until(lambda: set(rooms) <= self._finished(), PATIENCE), f"{rooms} are not finished"
        self.hooks.clear()
        self.answers.clear()

    def _finished(self) -> set[str]:
        return {hook.room for hook in list(self.hooks) if hook.says[0] == "room_finished"}

    def crash(self) -> None:
        self.server.kill_server()
        self._guests.kill()

    def restart(self) -> None:
        self.server.start_server()

    def hang(self) -> None:
        self.server.hang_server()

    def wake(self) -> None:
        self.server.wake_server()

    def kill_redis(self) -> None:
        self.server.kill_redis()

    def start_redis(self, empty: bool) -> None:
        self.server.start_redis(empty)

    def stop(self) -> None:
        self._guests.kill()
        self._receiver.stop()


def _attributes(leg: SipLeg) -> dict[str, str]:
    """What a real SIP service wrote down about a phone, with this phone's values in it."""
    recorded = json.loads(json.loads(RECORDED.read_text(encoding="utf-8"))["body"])["participant"]
    return recorded["attributes"] | {
        "bridge.call": "call-1",
        "bridge.leg": "caller",
        "sip.callIDFull": f"{leg.call_sid.lower()}@sip.invalid",
        "sip.hostname": "sip.twilio.com",
        "sip.phoneNumber": leg.user,
        "sip.ruleID": leg.rule_id,
        "sip.trunkID": leg.trunk_id,
        "sip.trunkPhoneNumber": leg.room,
        "sip.twilio.accountSid": leg.account_sid,
        "sip.twilio.callSid": leg.call_sid,
    }


def _token(room: str, guest: Guest) -> str:
    """For the double's `join_participant` there is none, so this one allows what that allows."""
    grants = VideoGrants(room_join=True, room=room, hidden=guest.hidden)
    grants.agent = guest.kind == "agent"
    if guest.kind == "sip":
        grants.can_update_own_metadata = True
    token = AccessToken(KEY, SECRET).with_identity(guest.identity).with_kind(guest.kind)  # type: ignore[arg-type]
    token = token.with_name(guest.name or guest.identity).with_metadata(guest.metadata)
    token = token.with_attributes(dict(guest.attributes)).with_grants(grants)
    return token.with_ttl(timedelta(minutes=10)).to_jwt()
