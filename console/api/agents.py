"""Agents over the JSON API.

Decides what may be changed about an agent, and when; who is rung is the directory's business.
"""

from __future__ import annotations

from flask import Response
from flask_openapi3 import APIBlueprint, Tag
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bridge.service import current
from bridge.store import agents
from console.api import models, shapes
from console.api.common import PROBLEMS, SECURITY, answer, guard
from console.api.once import Done, Keep, once
from console.api.problems import Problem

blueprint = APIBlueprint(
    "agents", __name__, url_prefix="/api", abp_tags=[Tag(name="agents")], abp_security=SECURITY,
    abp_responses=PROBLEMS,
)  # fmt: skip
guard(blueprint)

TAKEN = "Another agent has this phone; give each agent a phone of their own."


@blueprint.post("/agents", responses={201: models.Agent})
def add_agent(body: models.NewAgent) -> Response:
    """Add an agent, who is available at once."""
    _check_phone(body.phone)
    response = once(lambda keep: _add(body, keep))
    current().engine.match()
    return response


def _add(body: models.NewAgent, keep: Keep) -> Done:
    bridge = current()
    agent_id = f"agent-{bridge.engine.new_id()[:10]}"
    try:
        with bridge.database.write() as db:
            agents.add(db, agent_id, body.name, body.phone, body.skills, bridge.database.now())
            done = Done(201, shapes.agent(db, _found(db, agent_id)), f"/api/agents/{agent_id}")
            keep(db, done)
    except IntegrityError as error:
        raise Problem(409, TAKEN) from error
    except agents.CodesExhausted as error:
        raise Problem(409, str(error)) from error
    return done


@blueprint.get("/agents", responses={200: models.Agents})
def list_agents(query: models.Page) -> Response:
    """Everybody who may be rung."""
    with current().database.read() as db:
        found = agents.page(db, query.cursor, query.limit + 1)
        items = [shapes.agent(db, entry) for entry in found[: query.limit]]
    following = items[-1].id if len(found) > query.limit else None
    return answer(models.Agents(items=items, next=following))


@blueprint.get("/agents/<agent_id>", responses={200: models.Agent})
def get_agent(path: models.AgentPath) -> Response:
    with current().database.read() as db:
        return answer(shapes.agent(db, _found(db, path.agent_id)))


@blueprint.patch("/agents/<agent_id>", responses={200: models.Agent})
def change_agent(path: models.AgentPath, body: models.AgentChange) -> Response:
    """Change what is given; a status counts as soon as the agent has no call."""
    bridge = current()
    values: dict[str, object] = body.model_dump(include={"name", "phone"}, exclude_none=True)
    if body.phone is not None:
        _check_phone(body.phone)
    if body.status is not None:
        values |= {"presence": body.status, "idle_since": bridge.database.now()}
    try:
        with bridge.database.write() as db:
            _found(db, path.agent_id)
            agents.change(db, path.agent_id, body.skills, **values)
            changed = shapes.agent(db, _found(db, path.agent_id))
    except IntegrityError as error:
        raise Problem(409, TAKEN) from error
    bridge.engine.match()
    return answer(changed)


@blueprint.delete("/agents/<agent_id>", responses={204: None})
def remove_agent(path: models.AgentPath) -> Response:
    bridge = current()
    with bridge.database.write() as db:
        _found(db, path.agent_id)
        if not agents.remove(db, path.agent_id, bridge.database.now()):
            raise Problem(409, "The agent is on a call; delete them when it is over.")
    return Response(status=204)


def _found(db: Connection, agent_id: str) -> agents.Entry:
    entry = agents.find(db, agent_id)
    if entry is None:
        raise Problem(404, "There is no such agent.")
    return entry


def _check_phone(phone: str) -> None:
    if phone == current().settings.twilio_number:
        raise Problem(422, "phone: This is our own number, which would ring itself; give the agent's phone.")
