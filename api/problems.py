"""Problems as RFC 9457 `application/problem+json`: each code is a URI of this service that explains it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response

from govengine.errors import Problem


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A type: the status it is sent with, its title, and what the page about it says."""

    status: int
    title: str
    detail: str


PROBLEM_TYPES: dict[str, ProblemType] = {
    "not-json": ProblemType(400, "The body is not JSON", "The body could not be read as JSON in UTF-8. Nothing was recorded."),
    "duplicate-member": ProblemType(400, "A member stands twice", "One object of the body names a member twice, so it could be read in two ways. Nothing was recorded."),
    "too-deep": ProblemType(400, "The body nests too deep", "A proposed decision needs four levels; this body has far more."),
    "idempotency-key-missing": ProblemType(400, "Idempotency-Key is missing", "Every request that records needs an Idempotency-Key of your choice, new for each request, so that sending it again after a lost reply records nothing twice."),
    "idempotency-key-bad": ProblemType(400, "Idempotency-Key cannot be used", "A key has 1 to 200 visible characters."),
    "bad-cursor": ProblemType(400, "This is not a cursor", "Use the cursor from a Link header as it stands."),
    "bad-query": ProblemType(400, "The query cannot be read", "A parameter has a value this list does not take."),
    "key-missing": ProblemType(401, "No valid key was sent", "Send `Authorization: Bearer gk_…` with a key of your body. `govengine key new` makes one."),
    "role-not-enough": ProblemType(403, "The key's role does not cover this", "Keys have roles; this one is for something else. Ask your administrator for a key of the role named."),
    "not-party": ProblemType(403, "Your body has no part in this scheme", "A key asks only about schemes its body is party to."),
    "other-body": ProblemType(403, "The actor belongs to another body", "A key proposes decisions only for people of its own body."),
    "unknown-decision": ProblemType(404, "There is no such decision", "Either there is none with this id, or your body is not party to it. Both look the same."),
    "own-erasure": ProblemType(403, "Another person has to approve it", "Values are gone for good, so two people look at it: one proposes, another approves, with a key of their own."),
    "unknown-erasure": ProblemType(404, "There is no such proposed erasure", "Either there is none with this id, or it is another body's. Both look the same."),
    "unknown-hold": ProblemType(404, "There is no such hold", "Either there is none with this id, or it is another body's. Both look the same."),
    "unknown-version": ProblemType(404, "There is no such version", "GET /v1/schemes lists schemes with their versions."),
    "unknown-checkpoint": ProblemType(404, "The log has signed no tree of that size", "GET /log/checkpoint gives the latest. The log signs after each batch, so not every size has a checkpoint."),
    "unknown-entry": ProblemType(404, "The log has no such entry", "Entries are counted from 0."),
    "unknown-address": ProblemType(404, "There is nothing at this address", "GET /openapi.json lists the addresses."),
    "method-not-here": ProblemType(405, "This address is asked in another way", "The Allow header names the methods."),
    "kept-apart": ProblemType(403, "Another person is there for this", "Nobody approves, agrees to, ratifies or reviews a decision they had a part in. That somebody asked is on the record; nothing else was done."),
    "key-of-another": ProblemType(403, "The key is somebody else's", "A personal key acts in the name of its person and in the roles they hold, and in no other. Use a key of your own, or ask for the role to be added: `govengine key new --person`."),
    "known-too-little": ProblemType(403, "It has to be better known who does this", "The scheme, or one above it, says how it has to be known who does this: `attest` lists the ways. Sign in, or use a key of your own. That somebody tried is on the record; nothing else was done."),
    "unknown-change": ProblemType(404, "There is no such change", "Either there is none with this id, or your body has no part in its scheme. Both look the same."),
    "draft-unsound": ProblemType(422, "The draft does not load", "Every problem is told with its place. Mend them, and propose it again."),
    "already-adopted": ProblemType(409, "This version has been adopted", "An adopted version is never edited. Give the change a new version."),
    "already-proposed": ProblemType(409, "This version is proposed already", "Have that proposal withdrawn, or give yours a version of its own."),
    "base-moved": ProblemType(409, "Another version governs than the draft was made from", "Make the draft again from the version that governs, so that nothing is undone unseen. `base` names the version it was made from."),
    "change-waits": ProblemType(409, "Somebody is still waited for", "The checklist of the change says who, and since when. What counted once counts no longer where a role has ended."),
    "change-over": ProblemType(409, "The change is settled", "It was adopted, withdrawn or rolled back. Propose another, if one is needed."),
    "no-such-part": ProblemType(422, "The path of the change has no such part", "What a change does decides who has a part in it; the checklist lists the parts."),
    "no-such-host": ProblemType(422, "That is nobody who could watch it", "Whoever watches a change holds a role of the body whose scheme it is."),
    "unknown-objection": ProblemType(422, "There is no such objection", "The story of the change has the objections with their ids."),
    "not-rolled-back": ProblemType(409, "It cannot be rolled back now", "What governs now can be rolled back to the version before it. To stop a power at once, suspend it."),
    "needs-change": ProblemType(409, "A scheme that governs is changed by a change", "`govengine adopt` is for the first version of a scheme. After that, POST /v1/changes."),
    "not-theirs": ProblemType(403, "This is for somebody else to do", "The answer, or the scheme, names who does it. Somebody above them may do it too."),
    "not-possible-now": ProblemType(409, "That cannot be done with the decision now", "GET the decision: `possible` lists what can be done with it as it stands."),
    "outcome-unsigned": ProblemType(409, "A body has not signed a shared outcome", "A scheme is adopted once every body that shares one of its outcomes has signed it. GET /v1/outcomes lists whose signatures are lacking."),
    "outcome-not-shared": ProblemType(422, "No scheme waits for that signature", "What is handed in with an adoption is for an outcome of what is adopted, and for a body that shares it and has not signed."),
    "outcome-differs": ProblemType(409, "Others have signed other words", "Every body signs the same title, measure and bodies. They can change once nobody's signature stands."),
    "already-signed": ProblemType(409, "Your body has signed it", "The signature stands until your body leaves the outcome."),
    "not-sharing": ProblemType(403, "Your body is not among those that share it", "shared_by names every body that does."),
    "unknown-signature": ProblemType(404, "There is no such signature", "GET /v1/outcomes lists who has signed."),
    "no-outcome": ProblemType(404, "There is no such shared outcome", "GET /v1/outcomes lists those that a body has signed or a scheme in force shares."),
    "unknown-owed": ProblemType(404, "Your body owes nothing of that id", "GET /v1/owed lists what it owes. What others owe looks as if it were not there."),
    "owed-over": ProblemType(409, "It is owed no longer", "It was done, or handed over."),
    "owed-by-decision": ProblemType(409, "It is owed about a decision", "The acts on the decision do it: POST /v1/decisions/{id}/…"),
    "not-handed-over": ProblemType(409, "That is not handed over", "Duties and follow-ups are. A review, a ratification or a reply is with the role that was named, and rises to the next when it is late."),
    "already-offered": ProblemType(409, "It is offered to somebody already", "It stays yours until they accept. When they have declined it can be offered to somebody else."),
    "authorisation-over": ProblemType(409, "The authorisation is over", "It can be given again."),
    "unknown-authorisation": ProblemType(404, "There is no such authorisation", "Send the id from the answer to it."),
    "stop-over": ProblemType(409, "The stop is over", "People decide again as the schemes say."),
    "unknown-stop": ProblemType(404, "There is no such stop", "GET /v1/stops lists them."),
    "suspension-over": ProblemType(409, "The suspension is over", "The power can be used again, where no other suspension stands."),
    "unknown-suspension": ProblemType(404, "There is no such suspension", "Send the id from the answer to it."),
    "unknown-finding": ProblemType(404, "There is no such finding", "Either there is none with this id, or it asks another role. Both look the same."),
    "finding-closed": ProblemType(409, "The finding is closed", "It has been explained or resolved. The record holds what was said."),
    "unknown-rule": ProblemType(422, "The answer rests on no such rule", "`because` in the answer names the rules. Where no rule spoke, leave them out."),
    "unknown-suggestion": ProblemType(404, "There is no such suggestion", "Either there is none with this id, or your body neither made it nor replies to it. Both look the same."),
    "suggestion-answered": ProblemType(409, "It has been answered", "GET the suggestion: it tells what became of it."),
    "own-suggestion": ProblemType(403, "You made this suggestion yourself", "Somebody else who owes the reply, or is above them, answers it."),
    "unknown-grant": ProblemType(422, "The scheme has no such grant", "GET /v1/schemes/{id}/versions/{version} lists its rules."),
    "nothing-to-approve": ProblemType(409, "There is nothing to approve", "The decision is already with whoever asked: they can take it, once what is owed before has been done."),
    "duties-open": ProblemType(409, "Something has to be done first", "The answer names the duties that come before, and who is asked for what."),
    "needs-departure": ProblemType(409, "As things stand the answer is another", "Whoever goes ahead all the same says so, with their reasons: send `departure`. That is not an error, and it is always reviewed."),
    "already-asked": ProblemType(409, "They have been asked already", "GET /v1/requests lists what is waiting for a reply."),
    "already-answered": ProblemType(409, "It has been answered already", "GET the decision: it tells who replied, and what."),
    "bad-folder": ProblemType(422, "These are not the files of a scheme", "A scheme's folder has a scheme.yaml, tables beside it, and nothing below it. Nothing was kept."),
    "unknown-draft": ProblemType(404, "There is no such draft", "Either there is none with this id, or it is another body's. Both look the same."),
    "version-taken": ProblemType(409, "That version cannot be started", "A new version has a name of its own: letters, digits and . _ - between them, and none that the scheme has."),
    "draft-saved-since": ProblemType(412, "Somebody has saved the draft since you read it", "Read it again, put your changes into it, and save that. ETag is what If-Match takes. Nothing was kept."),
    "draft-does-not-load": ProblemType(409, "The draft does not load yet", "GET its check says what has to be mended first."),
    "changed-since": ProblemType(412, "The decision has changed since you read it", "Read it again, then decide. `version` is what If-Match takes."),
    "version-missing": ProblemType(428, "Say which version you decided on", "Send If-Match with the `version` of the decision you read, so that nobody approves what has changed meanwhile."),
    "unknown-request": ProblemType(404, "There is no such request", "Either there is none with this id, or it is for another body. Both look the same."),
    "nobody-to-ask": ProblemType(422, "The answer asks for nobody of that name", "`with` in the answer, and in each entry of decided_by, lists who is to be heard or to agree."),
    "unknown-bind": ProblemType(404, "The answer names no such double bind", "`binds` in the story of the decision lists those there are. One that was resolved is there no more."),
    "unknown-option": ProblemType(422, "That is not among what can be chosen", "Each of `binds` lists its options. What a higher layer asks is kept."),
    "not-owed": ProblemType(422, "No duty of that name is owed", "`duties` in the answer lists what is owed. What somebody is asked for is answered at /v1/requests."),
    "view-of-another-kind": ProblemType(422, "That is no reply to what was asked", "Who is consulted is heard; who recommends does so or not; who agrees does so or not."),
    "not-theirs-to-say": ProblemType(422, "That is not for whoever decides to say", "Send only facts about who decides, and what they confirm."),
    "in-progress": ProblemType(409, "The same request is being answered", "Wait a moment and send it again with the same key: you will get the one answer."),
    "erasure-settled": ProblemType(409, "It is settled already", "What the proposal was about has been erased, or it was withdrawn. The record holds the entry that says so."),
    "erasure-of-another": ProblemType(403, "Another key proposed this erasure", "Whoever proposed an erasure can withdraw it, and so can an owner or a reviewer, who could approve it."),
    "erasure-held": ProblemType(409, "A hold stands over it", "While a hold stands nothing under it is erased, whatever the basis or the period. Whoever placed it can lift it."),
    "erasure-within-period": ProblemType(409, "It has to be kept for now", "Records have a period they are kept for. Only a basis that overrides it, and names the class of record, sets it aside."),
    "hold-lifted": ProblemType(409, "The hold has been lifted already", "Place another if one is needed."),
    "erased-decision": ProblemType(409, "What was to be corrected has been erased", "A correction would put back what was erased. Propose the decision anew if it has to be made again."),
    "body-too-large": ProblemType(413, "The body is too large", "A proposed decision has a few thousand bytes. Refer to documents, do not include them."),
    "content-type": ProblemType(415, "The body is of another type", "Send `Content-Type: application/json`."),
    "bad-member": ProblemType(422, "A member of the body cannot be read", "GET /openapi.json says what the body holds."),
    "selector": ProblemType(422, "The selector is none of the three forms", "A selector is a decision's id, a person's reference, or a kind and a date before which it was decided."),
    "erasure-finds-nothing": ProblemType(422, "There is nothing to erase", "An erasure is of decisions your own body proposed, and only of values that are still there."),
    "erasure-too-wide": ProblemType(422, "That is too much at one time", "Everybody who wants to record waits while values are erased. Send narrower selectors, or run `govengine retention run`."),
    "override-not-covered": ProblemType(422, "This basis sets no period aside", "Only values that should never have been recorded, or an order, can go before their period is over."),
    "nothing-to-correct": ProblemType(422, "The decision rests on no such fact", "A correction is of facts the decision was proposed with. What was not sent is not wrong: propose the decision anew."),
    "read-purpose-bad": ProblemType(400, "Read-Purpose cannot be used", "It has 1 to 200 visible characters, and says why you read personal facts."),
    "idempotency-key-reused": ProblemType(422, "This Idempotency-Key came with another request", "Use a new key for a new request. The first request's answer stands."),
    "log-unavailable": ProblemType(503, "The record cannot be written", "No answer that somebody may act on leaves unrecorded, so none was given and nothing was recorded. Send it again with the same key."),
    "internal": ProblemType(500, "Something went wrong here", "Nothing was recorded. Send it again with the same key; if it happens again, tell whoever runs the service the time of the request."),
    "unknown-scheme": ProblemType(422, "No scheme has this id", "GET /v1/schemes lists the schemes in force."),
    "no-version-in-force": ProblemType(422, "No version was in force at that time", "A version governs from its first day, once it has been adopted."),
    "scheme-twice": ProblemType(422, "A scheme is named twice", "with_schemes names each scheme of another body once."),
    "schemes-differ": ProblemType(422, "The schemes mean different things by one name", "Schemes asked together share one question, so a name they both declare must mean the same in both."),
    "future-as-of": ProblemType(422, "as_of has not come yet", "A decision is recorded when it is taken or after. For what-ifs use POST /v1/evaluations."),
    "missing-member": ProblemType(422, "A member is missing", "The pointer says which."),
    "unknown-member": ProblemType(422, "A member is not known here", "Members nobody knows are not passed over in silence: a misspelt one would be a missing one."),
    "missing-kind": ProblemType(422, "The kind of decision is missing", "Send decision.kind. A kind no scheme has heard of is fine: it is a question for whoever the scheme names."),
    "unknown-fact": ProblemType(422, "A fact is not declared", "The schemes that apply declare which facts there are: GET /v1/schemes/{id}/versions/{version}/facts."),
    "computed-fact": ProblemType(422, "A fact is worked out by the service", "History and findings come from the record. In what-ifs they may be sent."),
    "no-checkpoint": ProblemType(422, "The log has signed no tree of that size with that entry", "Leave the size out, or name one that was signed and is larger than the entry's index."),
    "proof-range": ProblemType(422, "There is no such proof", "A proof goes from a size of 1 or more to one the log has."),
    "null-fact": ProblemType(422, "A fact is null", "null says neither yes nor no. Leave out what nobody has established."),
    "wrong-type": ProblemType(422, "A value is of another type", "The pointer says which value, the message which type is meant."),
    "unknown-value": ProblemType(422, "A value is not one of those declared", "The scheme lists the values of this fact."),
    "out-of-range": ProblemType(422, "A number lies outside its range", "The scheme gives the least and greatest value that make sense."),
    "too-long": ProblemType(422, "A text is too long", "Facts are short. Send a reference to the document."),
    "replaced-already": ProblemType(409, "It has been replaced already", "An answer is replaced once. Replace the latest one."),
    "taken-already": ProblemType(409, "It was taken", "What was taken goes on counting towards limits. Reopen it, with the reason; then it can be replaced."),
    "unknown-earlier-decision": ProblemType(422, "There is no such earlier decision", "supersedes names an earlier decision of your own body."),
    "unknown-role": ProblemType(422, "No role has this name", "The schemes that apply declare which roles there are."),
    "role-of-other-body": ProblemType(422, "The role belongs to another body", "Each role belongs to one body."),
    "unknown-body": ProblemType(422, "No body has this name", "The schemes that apply declare which bodies there are."),
    "unknown-class": ProblemType(422, "No class has this name", "Classes are those kinds belong to or rules bear on."),
    "unknown-outcome": ProblemType(422, "No shared outcome has this name", "The schemes that apply declare which outcomes there are."),
    "unknown-duty": ProblemType(422, "No duty has this id", "Send the id of a duty from an answer."),
    "entry-too-large": ProblemType(422, "The entry would be too large", "An entry of the record holds at most 60 KB."),
    "not-canonical": ProblemType(422, "A value cannot be recorded", "Text in the record is well-formed Unicode."),
}  # fmt: skip
"""Every code a reply can carry. `tests/api/test_problem_types.py` holds it complete."""

DEFAULT = "internal"


def problem_response(problems: Sequence[Problem], *, status: int | None = None) -> Response:
    """A reply with one problem, or with the first and all of them under `problems`.

    Members besides RFC 9457's: `code`, `pointer` (RFC 6901, into the request), `did_you_mean`, `what_to_do`.
    """
    known = PROBLEM_TYPES.get(problems[0].code, PROBLEM_TYPES[DEFAULT])
    response = Response(problem_body(problems, status=status), status or known.status)
    response.content_type = "application/problem+json"
    if response.status_code == 401:  # noqa: PLR2004
        response.headers["WWW-Authenticate"] = 'Bearer realm="govengine"'
    return response


def problem_body(problems: Sequence[Problem], *, status: int | None = None) -> bytes:
    """The body of such a reply."""
    first = problems[0]
    known = PROBLEM_TYPES.get(first.code, PROBLEM_TYPES[DEFAULT])
    body: dict[str, Any] = {
        "type": f"/problems/{first.code}",
        "title": known.title,
        "status": status or known.status,
        **_members(first),
    }
    if len(problems) > 1:
        body["problems"] = [{"type": f"/problems/{p.code}", **_members(p)} for p in problems]
    return json.dumps(body, ensure_ascii=False).encode()


def _members(problem: Problem) -> dict[str, Any]:
    members: dict[str, Any] = {
        "code": problem.code,
        "detail": problem.message,
        "what_to_do": problem.what_to_do,
    }
    if problem.place or problem.code not in _NO_POINTER:
        members["pointer"] = problem.place
    if problem.did_you_mean:
        members["did_you_mean"] = problem.did_you_mean
    return members


_NO_POINTER = frozenset(code for code, kind in PROBLEM_TYPES.items() if kind.status != 422)  # noqa: PLR2004


def key_of_another(place: str) -> Problem:
    """Somebody's own key was used in another name, or in a role they do not hold."""
    message = "This key speaks for one person, in the roles they hold."
    return Problem("key-of-another", message, PROBLEM_TYPES["key-of-another"].detail, place)


def problem(code: str, message: str = "", what_to_do: str = "") -> Problem:
    """A problem of a known type, in the type's own words where none are given."""
    known = PROBLEM_TYPES[code]
    return Problem(code, message or known.title + ".", what_to_do or known.detail)
