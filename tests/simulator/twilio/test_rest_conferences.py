"""Lists of conferences and participants.

What is done to them is tested with the conferences themselves (reference/twilio.md 4.3, 4.4).
"""

from tests.simulator.twilio.scene import Scene


def join(scene: Scene, name: str, room: str, attributes: str = ""):
    return scene.call_out(f"<Dial><Conference {attributes}>{room}</Conference></Dial>", name=name)


def names(scene: Scene, **fields: object) -> list[str]:
    return [one["friendly_name"] for one in scene.get("/Conferences", **fields)["conferences"]]


def test_conferences_are_listed_newest_first_by_name_status_and_day(scene: Scene) -> None:
    join(scene, "a", "one").hang_up()
    join(scene, "b", "two")
    join(scene, "c", "one")
    assert names(scene) == ["one", "two", "one"]
    assert names(scene, FriendlyName="one", Status="in-progress") == ["one"]
    assert names(scene, Status="completed") == ["one"] and names(scene, Status="init") == []
    assert names(scene, FriendlyName="ONE") == []
    assert names(scene, DateCreated="2027-01-15", PageSize=2) == ["one", "two"]
    assert names(scene, **{"DateCreated<": "2027-01-14"}) == []


def test_participants_are_listed_by_their_flags(scene: Scene) -> None:
    for name, attributes in [("a", "muted='true'"), ("b", "participantLabel='b'")]:
        join(scene, name, "one", attributes)
    path = f"/Conferences/{scene.get('/Conferences')['conferences'][0]['sid']}/Participants"
    assert [one["label"] for one in scene.get(path)["participants"]] == [None, "b"]
    assert [one["muted"] for one in scene.get(path, Muted="true")["participants"]] == [True]
    assert [one["label"] for one in scene.get(path, Muted="false")["participants"]] == ["b"]
    assert scene.get(path, Hold="true")["participants"] == []


def test_participants_are_found_by_sid_of_the_conference_only(scene: Scene) -> None:
    join(scene, "a", "one")
    scene.expect("path.ConferenceSid")
    assert scene.rest("GET", "/Conferences/one/Participants")[1]["code"] == 20404
