"""Documents, requests and answers, good and bad, with Twilio's error number where the bad ones have one.

Used by the tests of each part of the contract, and by the comparison with another checker of the same
description.
"""

from __future__ import annotations

from typing import Any

AC, CA, CF = "AC" + "a" * 32, "CA" + "b" * 32, "CF" + "c" * 32
PN, RE = "PN" + "d" * 32, "RE" + "e" * 32
ROOT = f"/2010-04-01/Accounts/{AC}"
CALLS, CALL = f"{ROOT}/Calls.json", f"{ROOT}/Calls/{CA}.json"
LEGS, LEG = f"{ROOT}/Conferences/{CF}/Participants.json", f"{ROOT}/Conferences/{CF}/Participants/{CA}.json"
NUMBER = f"{ROOT}/IncomingPhoneNumbers/{PN}.json"
WEB = "https://bridge.test/twilio/legs/7?n=3#rc=5&rp=ct,rt,5xx&rt=3500&tt=15000"


def twiml(inner: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{inner}</Response>'


SIP = "sip:room-1@sip.test:5061;transport=tls;secure=true?X-Call-Ref=a%3B1&amp;X-Leg=leg-7"
START = (
    '<Start><Transcription name="t" statusCallbackUrl="https://bridge.test/w" track="both_tracks"/></Start>'
)

# (where, inside of the document)
GOOD_DOCUMENTS = [
    ("call", ""),
    (
        "call",
        '<Say voice="Polly.Joanna-Neural" language="en-US">Hello &amp; <break time="1s"/> welcome</Say>',
    ),
    ("call", '<Play loop="0">https://bridge.test/hold.mp3</Play>'),
    ("call", '<Play digits="w12#"/><Pause length="2"/><Hangup/>'),
    (
        "call",
        f'<Dial action="{WEB.replace("&", "&amp;")}" timeout="15">'
        f'<Sip username="u" password="p">{SIP}</Sip></Dial>',
    ),
    (
        "call",
        '<Dial hangupOnStar="true" action="/done"><Conference waitUrl="" beep="false" '
        'jitterBufferSize="small" statusCallback="/events" statusCallbackEvent="start end join leave">'
        "c-7</Conference></Dial>",
    ),
    (
        "call",
        '<Dial><Number url="/whisper" statusCallback="/n" statusCallbackEvent="answered">'
        "+15550100001</Number></Dial>",
    ),
    (
        "call",
        '<Gather numDigits="1" finishOnKey="" action="/keys"><Say>Press 1</Say></Gather>'
        "<Redirect>/again</Redirect>",
    ),
    ("call", '<Record action="/message" maxLength="120" timeout="0"/><Say>Nothing was recorded</Say>'),
    ("call", f"{START}<Say>Hello</Say>"),
    ("call", '<Stop><Transcription name="t"/></Stop><Redirect/>'),
    ("call", '<Pause length="1"/><Reject reason="busy"/>'),
    ("call", '<Enqueue waitUrl="/wait">waiting</Enqueue>'),
    ("inline", '<Gather action="https://bridge.test/keys" numDigits="1"><Say>Press 1</Say></Gather>'),
    ("whisper", '<Gather numDigits="1" action="/keys"><Say>Press 1</Say></Gather><Hangup/>'),
    ("wait", "<Say>You are next</Say><Play>/hold.mp3</Play><Redirect>/wait</Redirect>"),
    ("queue", "<Say>You are next</Say><Leave/>"),
]

# (where, inside of the document, error number or None)
BAD_DOCUMENTS = [
    ("call", "<Speak>Hello</Speak>", 12200),
    ("call", '<Say lang="en">Hello</Say>', 12200),
    ("call", "<Say></Say>", 13520),
    ("call", f"<Say>{'word ' * 1000}</Say>", 13521),
    ("call", f'<Say voice="Polly.Joanna">{"a" * 3001}</Say>', 13521),
    ("call", "stray text", 12200),
    ("call", "<Play/>", None),
    ("call", "<Play>/a b.mp3</Play>", 11100),
    ("call", '<Dial timeout="601">+15550100001</Dial>', 13212),
    ("call", '<Dial timeLimit="0">+15550100001</Dial>', 13216),
    ("call", "<Dial/>", 13223),
    ("call", "<Dial>call me</Dial>", 13223),
    ("call", "<Dial><Sip>sip.test</Sip></Dial>", 13243),
    ("call", "<Dial><Sip>sip:a@sip.test;transport=sctp</Sip></Dial>", 32114),
    ("call", "<Dial><Sip>sip:a@sip.test?Subject=x</Sip></Dial>", 13252),
    ("call", "<Dial><Sip>sip:a@sip.test?X-Twilio-CallSid=x</Sip></Dial>", 32113),
    ("call", "<Dial><Sip>sip:a@sip.test?X-Note=a b</Sip></Dial>", 32112),
    ("call", "<Dial><Sip>sip:a@sip.test?X-Note=a%0Ab</Sip></Dial>", 32112),
    ("call", f"<Dial><Sip>sip:{'a' * 260}@sip.test</Sip></Dial>", 13243),
    ("call", f"<Dial><Sip>sip:a@sip.test?X-Note={'a' * 1020}</Sip></Dial>", 13253),
    ("call", '<Dial><Sip username="u">sip:a@sip.test</Sip></Dial>', 13249),
    ("call", "<Dial><Conference/></Dial>", 13237),
    ("call", f"<Dial><Conference>{'c' * 129}</Conference></Dial>", 13237),
    ("call", '<Dial><Conference participantLabel="a/b">c</Conference></Dial>', 16023),
    ("call", "<Dial><Conference>c</Conference><Number>+15550100001</Number></Dial>", 13000),
    ("call", f"<Dial>{'<Number>+15550100001</Number>' * 11}</Dial>", None),
    ("call", "<Gather><Dial>+15550100001</Dial></Gather>", 13320),
    ("call", '<Gather action="https://under_score.test/"/>', 11100),
    ("call", '<Gather action="/keys#rc=9"/>', 11100),
    ("call", '<Gather action="/keys#rp=6xx"/>', 11243),
    ("call", '<Start><Transcription name="t" statusCallbackUrl="/w"/></Start><Say>x</Say>', 11100),
    ("call", "<Start/>", 14300),
    ("call", "<Dial>+15550100001<Number>+15550100002</Number></Dial>", 12200),
    ("call", "<Dial><Sip>sip:a{b@sip.test</Sip></Dial>", 32110),
    ("call", "<Dial><Queue/></Dial>", 14212),
    ("call", f"<Enqueue>{'q' * 65}</Enqueue>", 14205),
    ("call", '<Gather input="speech speech"><Say>x</Say></Gather>', 13326),
    ("call", f'<Gather input="speech" hints="{"a," * 500}b"><Say>x</Say></Gather>', 13330),
    ("call", '<Gather input="speech" speechTimeout="auto" speechModel="default"/>', 13335),
    ("call", '<Record action="/m" transcribe="true" maxLength="121"/>', 13615),
    ("call", "<Enqueue><Task>{}</Task></Enqueue>", None),
    ("call", "<Refer/>", None),
    ("call", '<Dial action="ftp://bridge.test/">+15550100001</Dial>', 11100),
    ("call", '<Dial action="https://bridge.test:port/">+15550100001</Dial>', 11100),
    ("call", "<Stop><Transcription/></Stop><Say>x</Say>", None),
    ("call", "<!DOCTYPE x><Say>x</Say>", 12100),
    ("call", "<Say>\x0b</Say>", 12100),
    ("call", "<Say>", 12100),
    ("whisper", "<Dial>+15550100001</Dial>", 13201),
    ("wait", "<Gather/>", 13238),
    ("inline", '<Gather action="/keys"><Say>Press 1</Say></Gather>', 11100),
    ("inline", "<Redirect/>", 11100),
    ("inline", f"<Say>{'x' * 4000}</Say>", 32018),
]

# (where, inside of the document, a part of the sentence): legal, but in vain
IDLE_DOCUMENTS = [
    ("call", "<Redirect>/next</Redirect><Say>Hello</Say>", "never runs: <Redirect>"),
    ("call", '<Dial action="/done">+15550100001</Dial><Say>Hello</Say>', "never runs: <Dial>"),
    ("call", '<Say loop="0">Hello</Say><Say>Never</Say>', "never runs: <Say loop=0>"),
    ("call", '<Gather actionOnEmptyResult="true" action="/k"/><Say>x</Say>', "never runs: <Gather>"),
    (
        "call",
        '<Say>Hello</Say><Dial answerOnBridge="true">+15550100001</Dial>',
        "answerOnBridge has no effect",
    ),
    ("call", "<Say>Hello</Say><Reject/>", "already answered"),
    ("call", '<Dial><Number statusCallbackEvent="ringing">+15550100001</Number></Dial>', "no effect without"),
    ("call", START, "hangs up at once"),
    ("call", "<Record/>", "without action"),
    ("call", "<Dial>15550100001</Dial>", "E.164"),
    ("inline", "<Reject/>", "only works on an inbound call"),
    ("inline", "<Gather><Say>Press 1</Say></Gather>", "needs an absolute action"),
    ("call", "<Leave/>", "only works in the waitUrl document"),
    ("call", '<Say voice="man">One <break/> two</Say>', "SSML needs a Polly or Google voice"),
    ("call", '<Dial referUrl="/r"><Conference>c</Conference></Dial>', "referUrl has no effect"),
    ("call", '<Gather action=""/>', "empty action"),
]

CREATE = {"To": "+15550100001", "From": "+15550100000", "Url": WEB}
JOIN = {"To": "+15550100001", "From": "+15550100000"}
Form = dict[str, str]

# (method, path, fields)
GOOD_REQUESTS: list[tuple[str, str, Form]] = [
    ("POST", CALLS, CREATE),
    (
        "POST",
        CALLS,
        {**CREATE, "Timeout": "20", "TimeLimit": "14400", "SendDigits": "ww1#", "FallbackUrl": WEB},
    ),
    (
        "POST",
        CALLS,
        {**CREATE, "MachineDetection": "DetectMessageEnd", "AsyncAmd": "true", "CallReason": "x" * 50},
    ),
    (
        "POST",
        CALLS,
        {"To": "sip:a@sip.test;transport=tcp?X-Ref=1", "From": "bridge", "Twiml": twiml("<Hangup/>")},
    ),
    ("POST", CALLS, {"To": "client:alice", "From": "+15550100000", "ApplicationSid": "AP" + "1" * 32}),
    ("POST", CALL, {"Url": WEB, "Method": "POST", "FallbackUrl": WEB}),
    ("POST", CALL, {"Status": "completed"}),
    ("POST", f"https://api.twilio.com{CALL}", {"Status": "canceled"}),
    ("GET", CALL, {}),
    (
        "GET",
        CALLS,
        {"To": "+15550100001", "StartTime>": "2027-01-15T08:00:00Z", "PageSize": "50", "Page": "1"},
    ),
    ("GET", f"{CALLS}?Status=in-progress&PageSize=1000", {}),
    (
        "POST",
        f"{ROOT}/Calls/{CA}/Transcriptions.json",
        {"Name": "t", "StatusCallbackUrl": WEB, "PartialResults": "true"},
    ),
    ("POST", f"{ROOT}/Calls/{CA}/Transcriptions/t.json", {"Status": "stopped"}),
    (
        "GET",
        f"{ROOT}/Conferences.json",
        {"FriendlyName": "c-7", "Status": "in-progress", "DateCreated>": "2027-01-15"},
    ),
    ("POST", f"{ROOT}/Conferences/{CF}.json", {"AnnounceUrl": WEB}),
    (
        "POST",
        f"{ROOT}/Conferences/c-7/Participants.json",
        {**JOIN, "Label": "b", "WaitUrl": "", "Beep": "onEnter"},
    ),
    (
        "POST",
        LEGS,
        {**JOIN, "ConferenceStatusCallback": WEB, "ConferenceStatusCallbackEvent": "start end join leave"},
    ),
    ("GET", LEGS, {"Muted": "false", "Hold": "true"}),
    ("POST", LEG, {"Hold": "true", "HoldUrl": WEB, "HoldMethod": "POST"}),
    ("POST", LEG, {"Coaching": "true", "CallSidToCoach": CA}),
    ("DELETE", f"{ROOT}/Conferences/{CF}/Participants/agent%20b.json", {}),
    ("GET", f"{ROOT}/IncomingPhoneNumbers.json", {"PhoneNumber": "+15550100000"}),
    ("POST", NUMBER, {"VoiceUrl": WEB, "VoiceApplicationSid": "", "TrunkSid": "", "FriendlyName": "desk"}),
    ("DELETE", f"{ROOT}/Recordings/{RE}.json", {}),
    ("POST", f"{ROOT}/Messages.json", {"To": "+15550100001", "From": "+15550100000", "Body": "hello"}),
    ("POST", f"{ROOT}/Queues/QU{'1' * 32}/Members/Front.json", {"Url": WEB}),
]

# (method, path, fields, error number or None, the place)
BAD_REQUESTS: list[tuple[str, str, Form, int | None, str]] = [
    ("PATCH", CALLS, {}, 20004, "method"),
    ("GET", f"{ROOT}/Faxes.json", {}, 20404, "path"),
    ("GET", CALL.removesuffix(".json"), {}, 20404, "path"),
    ("GET", f"{ROOT}/Calls/CA1.json", {}, 20404, "path.Sid"),
    ("GET", f"{ROOT}/Conferences/c-7/Participants.json", {}, 20404, "path.ConferenceSid"),
    ("GET", f"{CALLS}?Status=alive", {}, None, "query.Status"),
    ("GET", f"{CALLS}?PageSize=1001", {}, None, "query.PageSize"),
    ("GET", f"{CALLS}?StartTime%3E=15.01.2027", {}, None, "query.StartTime>"),
    ("POST", f"{CALLS}?Timeout=20", CREATE, 20001, "query.Timeout"),
    ("POST", CALLS, {"From": "+15550100000", "Url": WEB}, 21201, "form.To"),
    ("POST", CALLS, {"To": "+15550100001", "Url": WEB}, 21213, "form.From"),
    ("POST", CALLS, JOIN, 21205, "form.Url"),
    ("POST", CALLS, {**CREATE, "To": "15550100001"}, 21211, "form.To"),
    ("POST", CALLS, {**CREATE, "To": "sip:"}, 21211, "form.To"),
    ("POST", CALLS, {**CREATE, "To": "sip:a@sip.test?Subject=x"}, 21228, "form.To"),
    ("POST", CALLS, {**CREATE, "From": "bridge"}, 21212, "form.From"),
    ("POST", CALLS, {**CREATE, "Url": "/out"}, 21205, "form.Url"),
    ("POST", CALLS, {**CREATE, "Url": "https://under_score.test/"}, 21205, "form.Url"),
    ("POST", CALLS, {**CREATE, "StatusCallback": "https://bridge.test/#rc=6"}, None, "form.StatusCallback"),
    ("POST", CALLS, {**CREATE, "Url": "https://bridge.test/#rp=3xx"}, 11243, "form.Url"),
    ("POST", CALLS, {**CREATE, "Twiml": twiml("<Hangup/>")}, 32019, "form.Twiml"),
    ("POST", CALLS, {**CREATE, "timeout": "20"}, 20001, "form.timeout"),
    ("POST", CALLS, {**CREATE, "Timeout": "601"}, 21208, "form.Timeout"),
    ("POST", CALLS, {**CREATE, "Timeout": "20.0"}, 21208, "form.Timeout"),
    ("POST", CALLS, {**CREATE, "TimeLimit": "14401"}, None, "form.TimeLimit"),
    ("POST", CALLS, {**CREATE, "SendDigits": "1 2"}, 21206, "form.SendDigits"),
    ("POST", CALLS, {**CREATE, "SipAuthUsername": "u"}, 21225, "form.SipAuthPassword"),
    ("POST", CALLS, {**CREATE, "Method": "PUT"}, None, "form.Method"),
    ("POST", CALLS, {**CREATE, "Record": "True"}, None, "form.Record"),
    ("POST", CALLS, {**CREATE, "MachineDetectionTimeout": "61"}, 21263, "form.MachineDetectionTimeout"),
    (
        "POST",
        CALLS,
        {**CREATE, "StatusCallback": WEB, "StatusCallbackEvent": "ringing answered"},
        21626,
        "form.StatusCallbackEvent",
    ),
    ("POST", CALLS, {**CREATE, "CallReason": "x" * 51}, None, "form.CallReason"),
    ("POST", CALL, {"Status": "busy"}, None, "form.Status"),
    ("POST", CALL, {"Twiml": twiml("<Redirect/>")}, 11100, "form.Twiml/Response/Redirect[1]"),
    ("POST", CALL, {"Twiml": twiml(f"<Say>{'x' * 4000}</Say>")}, 32018, "form.Twiml"),
    ("POST", LEGS, {**JOIN, "Url": WEB}, 20001, "form.Url"),
    ("POST", LEGS, {**JOIN, "Label": CA}, 16024, "form.Label"),
    ("POST", LEGS, {**JOIN, "Timeout": "4"}, 21208, "form.Timeout"),
    ("POST", LEGS, {**JOIN, "MaxParticipants": "1"}, None, "form.MaxParticipants"),
    ("POST", LEGS, {**JOIN, "Coaching": "true"}, None, "form.CallSidToCoach"),
    ("POST", LEG, {"Status": "completed"}, 20001, "form.Status"),
    ("POST", f"{ROOT}/Calls/{CA}/Transcriptions/t.json", {}, None, "form.Status"),
    ("POST", NUMBER, {"VoiceUrl": "bridge.test/voice"}, None, "form.VoiceUrl"),
    (
        "POST",
        NUMBER,
        {"TrunkSid": "TK" + "1" * 32, "VoiceApplicationSid": "AP" + "1" * 32},
        None,
        "form.TrunkSid",
    ),
    ("POST", f"{ROOT}/Messages.json", {"To": "+15550100001", "From": "+15550100000"}, 21602, "form.Body"),
    ("POST", f"{ROOT}/Messages.json", {"To": "+15550100001", "Body": "x"}, 21603, "form.From"),
]

# (method, path, fields, a part of the sentence): taken, but in vain
IDLE_REQUESTS: list[tuple[str, str, Form, str]] = [
    ("POST", CALL, {}, "changes nothing"),
    ("POST", CALL, {"Status": "completed", "Url": WEB}, "ends the call"),
    ("POST", CALLS, {**CREATE, "StatusCallbackEvent": "ringing"}, "no effect without StatusCallback"),
    ("POST", CALLS, {**CREATE, "SendDigits": "1", "MachineDetection": "Enable"}, "switches it off"),
    ("POST", LEG, {"HoldUrl": WEB}, "no effect without Hold=true"),
    ("POST", NUMBER, {"TrunkSid": "TK" + "1" * 32, "VoiceUrl": WEB}, "is ignored while TrunkSid is set"),
    ("POST", f"{ROOT}/Calls/{CA}/Transcriptions.json", {"Name": "t"}, "the text goes nowhere"),
]

DATE = "Fri, 15 Jan 2027 08:00:00 +0000"
CONFERENCE: dict[str, Any] = {
    "account_sid": AC,
    "api_version": "2010-04-01",
    "call_sid_ending_conference": None,
    "date_created": DATE,
    "date_updated": DATE,
    "friendly_name": "c-7",
    "reason_conference_ended": None,
    "region": "us1",
    "sid": CF,
    "status": "in-progress",
    "subresource_uris": {},
    "uri": "/x",
}
PAGE: dict[str, Any] = {
    "end": 0,
    "first_page_uri": "/x",
    "next_page_uri": None,
    "page": 0,
    "page_size": 50,
    "previous_page_uri": None,
    "start": 0,
    "uri": "/x",
}
REFUSED = {"code": 20404, "message": "not found", "more_info": "https://x.test", "status": 404}
ONE, ALL = f"{ROOT}/Conferences/{CF}.json", f"{ROOT}/Conferences.json"

GOOD_ANSWERS: list[tuple[str, str, object]] = [
    ("GET", ONE, CONFERENCE),
    ("GET", ONE, CONFERENCE | {"status": "completed", "reason_conference_ended": "last-participant-left"}),
    ("GET", ALL, PAGE | {"conferences": [CONFERENCE]}),
    ("GET", ALL, PAGE | {"conferences": []}),
    ("GET", ONE, REFUSED),
    ("DELETE", LEG, None),
]

# (method, path, answer, the place)
BAD_ANSWERS: list[tuple[str, str, object, str]] = [
    ("GET", ONE, CONFERENCE | {"status": "running"}, "body.status"),
    ("GET", ONE, CONFERENCE | {"sid": CA}, "body.sid"),
    ("GET", ONE, CONFERENCE | {"sid": 7}, "body.sid"),
    ("GET", ONE, CONFERENCE | {"date_created": "2027-01-15T08:00:00Z"}, "body.date_created"),
    ("GET", ONE, CONFERENCE | {"friendlyName": "c-7"}, "body.friendlyName"),
    (
        "GET",
        ONE,
        CONFERENCE | {"reason_conference_ended": "last_participant_left"},
        "body.reason_conference_ended",
    ),
    ("GET", ONE, None, "body"),
    ("GET", ONE, [CONFERENCE], "body"),
    ("GET", ONE, {name: value for name, value in CONFERENCE.items() if name != "region"}, "body"),
    ("GET", ALL, PAGE, "body.conferences"),
    ("GET", ALL, PAGE | {"conferences": [CONFERENCE | {"sid": "x"}]}, "body.conferences.0.sid"),
    ("GET", ALL, PAGE | {"conferences": [], "page": True}, "body.page"),
    ("GET", ONE, REFUSED | {"code": "20404"}, "body.code"),
    ("DELETE", LEG, {}, "body"),
    ("GET", f"{ROOT}/Faxes.json", {}, "path"),
]
