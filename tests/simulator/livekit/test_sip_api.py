"""Trunks and dispatch rules: what may be stored, how it is changed, which call goes where.

What is promised stands in reference/livekit.md 1; the doors of reference/livekit-lab.md d, that a rule opens
or leaves shut, are here too.
"""

from typing import Any

import pytest
from google.protobuf.message import Message
from livekit.protocol import room, sip

from tests.simulator.livekit.lab import ApiError, Lab


def trunk(lab: Lab, **fields: Any) -> sip.SIPInboundTrunkInfo:
    request = sip.CreateSIPInboundTrunkRequest(trunk=sip.SIPInboundTrunkInfo(**fields))
    made: sip.SIPInboundTrunkInfo = lab.ask("CreateSIPInboundTrunk", request, sip.SIPInboundTrunkInfo())
    return made


def callee(prefix: str = "", randomize: bool = False) -> sip.SIPDispatchRule:
    kind = sip.SIPDispatchRuleCallee(room_prefix=prefix, randomize=randomize)
    return sip.SIPDispatchRule(dispatch_rule_callee=kind)


def direct(name: str, pin: str = "") -> sip.SIPDispatchRule:
    return sip.SIPDispatchRule(dispatch_rule_direct=sip.SIPDispatchRuleDirect(room_name=name, pin=pin))


def individual(prefix: str, no_randomness: bool = False) -> sip.SIPDispatchRule:
    kind = sip.SIPDispatchRuleIndividual(room_prefix=prefix, no_randomness=no_randomness)
    return sip.SIPDispatchRule(dispatch_rule_individual=kind)


def rule(lab: Lab, how: sip.SIPDispatchRule, **fields: Any) -> sip.SIPDispatchRuleInfo:
    info = sip.SIPDispatchRuleInfo(rule=how, **fields)
    request = sip.CreateSIPDispatchRuleRequest(dispatch_rule=info)
    made: sip.SIPDispatchRuleInfo = lab.ask("CreateSIPDispatchRule", request, sip.SIPDispatchRuleInfo())
    return made


def refusal(lab: Lab, method: str, request: Message) -> ApiError:
    with pytest.raises(ApiError) as error:
        lab.ask(method, request)
    return error.value


def lands_in(lab: Lab, to: str = "talk", from_user: str = "caller") -> list[str]:
    """The rooms that a call makes, with a server that makes rooms."""
    lab.server.auto_create = True
    lab.dial(to, from_user)
    lab.run(1.0)
    return list(lab.server.rooms)


# --- trunks ---


def test_a_trunk_gets_an_id_and_is_listed(bare: Lab) -> None:
    made = trunk(bare, name="t", auth_username="u", auth_password="p", headers_to_attributes={"x-a": "a"})
    assert made.sip_trunk_id.startswith("ST_")
    listed = bare.ask(
        "ListSIPInboundTrunk", sip.ListSIPInboundTrunkRequest(), sip.ListSIPInboundTrunkResponse()
    )
    assert list(listed.items) == [made]
    other = sip.ListSIPInboundTrunkRequest(trunk_ids=["ST_other"])
    assert not bare.ask("ListSIPInboundTrunk", other, sip.ListSIPInboundTrunkResponse()).items


@pytest.mark.parametrize(
    "request_",
    [
        sip.CreateSIPInboundTrunkRequest(),
        sip.CreateSIPInboundTrunkRequest(trunk=sip.SIPInboundTrunkInfo(name="open")),
        sip.CreateSIPInboundTrunkRequest(
            trunk=sip.SIPInboundTrunkInfo(sip_trunk_id="ST_mine", auth_username="u", auth_password="p")
        ),
    ],
    ids=["no trunk", "without any security", "with an id"],
)
def test_a_trunk_that_the_server_would_not_take(bare: Lab, request_: Message) -> None:
    assert refusal(bare, "CreateSIPInboundTrunk", request_).code == "invalid_argument"
    assert len(bare.server.violations) == 1


def test_two_trunks_for_any_number_conflict(lab: Lab) -> None:
    request = sip.CreateSIPInboundTrunkRequest(trunk=sip.SIPInboundTrunkInfo(auth_username="u"))
    error = refusal(lab, "CreateSIPInboundTrunk", request)
    assert error.code == "invalid_argument" and "Conflicting inbound SIP Trunks" in str(error.text)


def test_a_trunk_is_replaced_or_changed_in_parts(lab: Lab) -> None:
    update = sip.UpdateSIPInboundTrunkRequest(sip_trunk_id=lab.trunk_id)
    update.update.name = "new"
    update.update.numbers.add.extend(["talk", "other"])
    changed = lab.ask("UpdateSIPInboundTrunk", update, sip.SIPInboundTrunkInfo())
    assert (changed.name, list(changed.numbers), changed.auth_username) == (
        "new",
        ["talk", "other"],
        "bridge",
    )
    update.update.Clear()
    update.update.numbers.remove.append("other")
    changed = lab.ask("UpdateSIPInboundTrunk", update, sip.SIPInboundTrunkInfo())
    assert list(changed.numbers) == ["talk"]
    update.update.Clear()
    update.update.numbers.clear = True
    assert not lab.ask("UpdateSIPInboundTrunk", update, sip.SIPInboundTrunkInfo()).numbers
    update.replace.CopyFrom(sip.SIPInboundTrunkInfo(auth_username="x", auth_password="y"))
    replaced = lab.ask("UpdateSIPInboundTrunk", update, sip.SIPInboundTrunkInfo())
    assert (replaced.sip_trunk_id, replaced.name, replaced.auth_username) == (lab.trunk_id, "", "x")


def test_an_update_without_an_action_or_of_another_trunk_is_refused(lab: Lab) -> None:
    empty = sip.UpdateSIPInboundTrunkRequest(sip_trunk_id=lab.trunk_id)
    assert refusal(lab, "UpdateSIPInboundTrunk", empty).code == "invalid_argument"
    empty.replace.CopyFrom(sip.SIPInboundTrunkInfo(sip_trunk_id="ST_other", auth_username="u"))
    assert refusal(lab, "UpdateSIPInboundTrunk", empty).code == "invalid_argument"


def test_a_deleted_trunk_is_unknown_and_may_be_deleted_again(lab: Lab) -> None:
    request = sip.DeleteSIPTrunkRequest(sip_trunk_id=lab.trunk_id)
    for _ in range(2):
        gone = lab.ask("DeleteSIPTrunk", request, sip.SIPTrunkInfo())
        assert gone == sip.SIPTrunkInfo(sip_trunk_id=lab.trunk_id)
    update = sip.UpdateSIPInboundTrunkRequest(sip_trunk_id=lab.trunk_id)
    update.update.name = "new"
    assert refusal(lab, "UpdateSIPInboundTrunk", update).code == "not_found"
    assert refusal(lab, "DeleteSIPTrunk", sip.DeleteSIPTrunkRequest()).code == "invalid_argument"


# --- rules ---


def test_a_rule_may_come_in_the_older_fields(bare: Lab) -> None:
    request = sip.CreateSIPDispatchRuleRequest(rule=callee("call"), name="r", attributes={"a": "1"})
    made = bare.ask("CreateSIPDispatchRule", request, sip.SIPDispatchRuleInfo())
    assert made.sip_dispatch_rule_id.startswith("SDR_")
    assert (made.name, made.attributes["a"]) == ("r", "1")
    assert made.rule.dispatch_rule_callee.room_prefix == "call"


def test_rules_are_listed_by_id_and_by_trunk(lab: Lab) -> None:
    other = rule(lab, direct("lobby"), trunk_ids=["ST_other"])
    wanted = sip.ListSIPDispatchRuleRequest(trunk_ids=["ST_other"])
    listed = lab.ask("ListSIPDispatchRule", wanted, sip.ListSIPDispatchRuleResponse())
    assert [one.sip_dispatch_rule_id for one in listed.items] == [other.sip_dispatch_rule_id]
    wanted = sip.ListSIPDispatchRuleRequest(dispatch_rule_ids=[lab.rule_id])
    listed = lab.ask("ListSIPDispatchRule", wanted, sip.ListSIPDispatchRuleResponse())
    assert [one.sip_dispatch_rule_id for one in listed.items] == [lab.rule_id]


def test_two_rules_for_the_same_calls_conflict(lab: Lab) -> None:
    info = sip.SIPDispatchRuleInfo(rule=direct("lobby"), trunk_ids=[lab.trunk_id])
    error = refusal(lab, "CreateSIPDispatchRule", sip.CreateSIPDispatchRuleRequest(dispatch_rule=info))
    assert error.code == "invalid_argument" and "already exists in dispatch rule" in str(error.text)
    rule(lab, direct("lobby"), trunk_ids=[lab.trunk_id], inbound_numbers=["vip"])


@pytest.mark.parametrize(
    ("info", "code"),
    [
        (sip.SIPDispatchRuleInfo(name="none"), "invalid_argument"),
        (sip.SIPDispatchRuleInfo(rule=callee(), sip_dispatch_rule_id="SDR_mine"), "invalid_argument"),
        (sip.SIPDispatchRuleInfo(rule=direct("lobby", pin="12")), "unimplemented"),
    ],
    ids=["no rule", "with an id", "with a PIN"],
)
def test_a_rule_that_is_not_taken(bare: Lab, info: sip.SIPDispatchRuleInfo, code: str) -> None:
    request = sip.CreateSIPDispatchRuleRequest(dispatch_rule=info)
    assert refusal(bare, "CreateSIPDispatchRule", request).code == code


def test_a_rule_is_replaced_or_changed_in_parts_and_deleted(lab: Lab) -> None:
    update = sip.UpdateSIPDispatchRuleRequest(sip_dispatch_rule_id=lab.rule_id)
    update.update.metadata = "m"
    update.update.attributes["a"] = "1"
    update.update.rule.CopyFrom(callee("call"))
    changed = lab.ask("UpdateSIPDispatchRule", update, sip.SIPDispatchRuleInfo())
    assert (changed.metadata, changed.attributes["a"], list(changed.trunk_ids)) == ("m", "1", [lab.trunk_id])
    assert lands_in(lab) == ["call_talk"]
    update.replace.CopyFrom(sip.SIPDispatchRuleInfo(rule=direct("lobby")))
    lab.ask("UpdateSIPDispatchRule", update)
    gone = sip.DeleteSIPDispatchRuleRequest(sip_dispatch_rule_id=lab.rule_id)
    deleted = lab.ask("DeleteSIPDispatchRule", gone, sip.SIPDispatchRuleInfo())
    assert deleted.rule.dispatch_rule_direct.room_name == "lobby"
    assert refusal(lab, "DeleteSIPDispatchRule", gone).code == "not_found"
    assert refusal(lab, "UpdateSIPDispatchRule", update).code == "not_found"
    assert (
        refusal(lab, "DeleteSIPDispatchRule", sip.DeleteSIPDispatchRuleRequest()).code == "invalid_argument"
    )


# --- which call goes where ---


@pytest.mark.parametrize(
    ("how", "name"),
    [
        (callee(), "talk"),
        (callee("call"), "call_talk"),
        (direct("lobby"), "lobby"),
        (individual("for", no_randomness=True), "for_caller"),
    ],
    ids=["callee", "callee with prefix", "direct", "individual"],
)
def test_the_rule_names_the_room(bare: Lab, how: sip.SIPDispatchRule, name: str) -> None:
    made = trunk(bare, auth_username="bridge", auth_password="trunk-password")
    rule(bare, how, trunk_ids=[made.sip_trunk_id])
    assert lands_in(bare) == [name]


@pytest.mark.parametrize(
    ("how", "start"), [(callee("call", randomize=True), "call_talk_"), (individual("for"), "for_caller_")]
)
def test_a_random_end_makes_every_call_a_room_of_its_own(
    bare: Lab, how: sip.SIPDispatchRule, start: str
) -> None:
    rule(bare, how)
    names = {*lands_in(bare), *lands_in(bare)}
    assert len(names) == 2 and all(name.startswith(start) for name in names)


def test_a_rule_without_trunks_lets_anybody_in(bare: Lab) -> None:
    trunk(bare, auth_username="u", auth_password="p", allowed_addresses=["192.0.2.0/24"])
    rule(bare, callee())
    bare.server.auto_create = True
    phone = bare.dial("open", "scanner", "", "")
    bare.run(1.0)
    assert phone.words == ["ringing"] and set(bare.people("open")) == {"sip_scanner"}


@pytest.mark.parametrize("addresses", [["192.0.2.1"], ["192.0.2.0/24", "sip.twilio.com"]])
def test_a_source_that_is_not_allowed_rings_once_and_is_then_silent(lab: Lab, addresses: list[str]) -> None:
    update = sip.UpdateSIPInboundTrunkRequest(sip_trunk_id=lab.trunk_id)
    update.update.allowed_addresses.set.extend(addresses)
    lab.ask("UpdateSIPInboundTrunk", update)
    lab.create("talk")
    phone = lab.dial("talk", "caller")
    lab.run(60.0)
    assert phone.words == ["ringing"]
    lab.server.carrier_address = "192.0.2.1"
    phone = lab.dial("talk", "caller")
    lab.run(1.0)
    assert "sip_caller" in lab.people("talk")


def test_a_rule_of_the_trunk_beats_one_without_trunks(lab: Lab) -> None:
    rule(lab, direct("lobby"))
    assert lands_in(lab) == ["talk"]


def test_a_rule_for_certain_callers_comes_first_and_numbers_are_compared_exactly(lab: Lab) -> None:
    rule(lab, direct("vip"), trunk_ids=[lab.trunk_id], inbound_numbers=["+15551234567"])
    assert lands_in(lab, from_user="+15551234567") == ["vip"]
    assert "talk" in lands_in(lab, from_user="15551234567")


def test_the_trunk_with_the_number_beats_the_one_without(lab: Lab) -> None:
    special = trunk(lab, numbers=["15551234567"])
    rule(lab, direct("lobby"), trunk_ids=[special.sip_trunk_id])
    assert lands_in(lab, to="+1 (555) 123-4567") == ["lobby"]
    assert "talk" in lands_in(lab, to="talk")


def test_a_call_that_two_trunks_claim_gets_503(bare: Lab) -> None:
    trunk(bare, allowed_numbers=["caller"], auth_username="a", auth_password="b")
    trunk(bare, auth_username="c", auth_password="d")
    phone = bare.dial("talk", "caller")
    bare.run(2.0)
    assert phone.words == ["503"]


def test_a_rule_gives_its_participants_metadata_attributes_and_room_terms(bare: Lab) -> None:
    terms = room.RoomConfiguration(departure_timeout=60, metadata="made by a call")
    rule(bare, callee(), metadata="m", attributes={"a": "1", "sip.ruleID": "mine"}, room_config=terms)
    bare.server.auto_create = True
    bare.dial("talk", "caller")
    bare.run(1.0)
    info = bare.people("talk")["sip_caller"]
    assert (info.metadata, info.attributes["a"]) == ("m", "1")
    assert info.attributes["sip.ruleID"].startswith("SDR_")
    made = bare.rooms()["talk"]
    assert (made.departure_timeout, made.metadata) == (60, "made by a call")


def test_a_hidden_number_is_hashed_and_left_out(bare: Lab) -> None:
    rule(bare, callee(), hide_phone_number=True)
    bare.create("talk")
    bare.dial("talk", "+15551234567")
    bare.run(1.0)
    (info,) = bare.people("talk").values()
    assert info.name == "Phone 4567"
    assert len(info.identity) == len("sip_") + 16
    assert "+15551234567" not in str(info)


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ("SIP_NO_HEADERS", set()),
        ("SIP_X_HEADERS", {"sip.h.x-a"}),
        ("SIP_ALL_HEADERS", {"sip.h.x-a", "sip.h.user-to-user"}),
    ],
)
def test_headers_are_included_as_the_trunk_says(bare: Lab, wanted: str, names: set[str]) -> None:
    trunk(bare, auth_username="bridge", auth_password="trunk-password", include_headers=wanted)
    rule(bare, callee())
    bare.create("talk")
    bare.dial("talk", "caller", headers={"X-A": "1", "User-to-User": "2"})
    bare.run(1.0)
    attributes = bare.people("talk")["sip_caller"].attributes
    assert {name for name in attributes if name.startswith("sip.h.")} == names
