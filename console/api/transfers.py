"""Transfers over the JSON API: started, watched, steered.

Decides who may be a target; whether a transfer may start now is `decide`'s business.
"""

from __future__ import annotations

import phonenumbers
from flask import Response
from flask_openapi3 import APIBlueprint, Tag
from sqlalchemy import Connection

from bridge.core.events import Command, CommandGiven, TransferRequested
from bridge.core.state import Call, Transfer
from bridge.engine import Refused
from bridge.service import current
from bridge.store import agents, calls
from console.api import models, shapes
from console.api.calls import found
from console.api.common import PROBLEMS, SECURITY, answer, guard
from console.api.once import Done, Keep, once
from console.api.problems import Problem
from summaries import redact

blueprint = APIBlueprint(
    "transfers", __name__, url_prefix="/api", abp_tags=[Tag(name="transfers")], abp_security=SECURITY,
    abp_responses=PROBLEMS,
)  # fmt: skip
guard(blueprint)


@blueprint.post("/calls/<call_id>/transfers", responses={202: models.Transfer})
def start_transfer(path: models.CallPath, body: models.NewTransfer) -> Response:
    """Hold, move and dial go out side by side; the answer does not wait for them."""
    return once(lambda keep: _start(path.call_id, body, keep))


def _start(call_id: str, body: models.NewTransfer, keep: Keep) -> Done:
    bridge = current()
    with bridge.database.read() as db:
        call = found(db, call_id)
        _check_target(db, body.to)
    reason = redact(body.reason)
    wish = TransferRequested(
        reason, body.mode, agent_id=body.to.agent_id, skill=body.to.skill, phone=body.to.phone
    )
    answers: list[Done] = []

    def also(db: Connection, changed: Call) -> None:
        answers.append(_accepted(db, changed, _live(changed)))
        keep(db, answers[0])

    try:
        bridge.engine.handle(call_id, wish, also=also)
    except Refused as error:
        raise _conflict(call, error) from error
    return answers[0]


def _live(call: Call) -> Transfer:
    transfer = call.transfer
    assert transfer is not None, "a transfer that is not refused lives"
    return transfer


def _accepted(db: Connection, call: Call, transfer: Transfer) -> Done:
    return Done(202, _stored(db, call, transfer), f"/api/transfers/{transfer.id}")


def _stored(db: Connection, call: Call, transfer: Transfer) -> models.Transfer:
    """As it goes into an answer that may be kept for longer than words are, and is given again unchanged:
    the details of a brief quote the caller."""
    told = shapes.transfer(db, call, transfer)
    if told.brief is not None and not current().settings.store_transcripts:
        told.brief.details = []
    return told


def _conflict(call: Call, error: Refused) -> Problem:
    """With the live transfer, if that is what stands in the way."""
    with current().database.read() as db:
        now = found(db, call.id)
        if now.transfer is None:
            return Problem(409, str(error))
        live = _stored(db, now, now.transfer)
    return Problem(409, str(error), transfer=live.model_dump(mode="json"), step=live.step)


def _check_target(db: Connection, to: models.Target) -> None:
    """Nobody is dialled outside the directory or the allow-list (design 6.9)."""
    settings = current().settings
    if to.agent_id is not None and agents.find(db, to.agent_id) is None:
        raise Problem(422, "to.agent_id: There is no such agent.")
    if to.phone is None:
        return
    if to.phone == settings.twilio_number:
        raise Problem(422, "to.phone: This is our own number; give another one.")
    if not to.phone.startswith(settings.dial_allow or ("none",)) or _premium(to.phone):
        raise Problem(403, "This number may not be dialled; an admin can allow its prefix in DIAL_ALLOW.")


def _premium(phone: str) -> bool:
    kind = phonenumbers.number_type(phonenumbers.parse(phone))
    expensive = (phonenumbers.PhoneNumberType.PREMIUM_RATE, phonenumbers.PhoneNumberType.SHARED_COST)
    return kind in expensive


@blueprint.get("/transfers/<transfer_id>", responses={200: models.Transfer})
def get_transfer(path: models.TransferPath) -> Response:
    """The receipt: what was tried, when, and how it ended."""
    with current().database.read() as db:
        call = _call_of(db, path.transfer_id)
        return answer(shapes.transfer(db, call, call.transfers[path.transfer_id]))


@blueprint.post(
    "/transfers/<transfer_id>/<any(complete,cancel,merge,swap):command>", responses={202: models.Transfer}
)
def command_transfer(path: models.CommandPath) -> Response:
    """complete, cancel, merge or swap; the same one again while it is being done is fine."""
    return once(lambda keep: _command(path, keep))


def _command(path: models.CommandPath, keep: Keep) -> Done:
    bridge = current()
    with bridge.database.read() as db:
        call = _call_of(db, path.transfer_id)
    answers: list[Done] = []

    def also(db: Connection, changed: Call) -> None:
        answers.append(_accepted(db, changed, changed.transfers[path.transfer_id]))
        keep(db, answers[0])

    try:
        bridge.engine.handle(call.id, CommandGiven(path.transfer_id, Command(path.command)), also=also)
    except Refused as error:
        with bridge.database.read() as db:
            now = _call_of(db, path.transfer_id)
        raise Problem(409, str(error), step=shapes.step(now.transfers[path.transfer_id])) from error
    return answers[0]


def _call_of(db: Connection, transfer_id: str) -> Call:
    call_id = calls.call_of_transfer(db, transfer_id)
    if call_id is None:
        raise Problem(404, "There is no such transfer.")
    return found(db, call_id)
