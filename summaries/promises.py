"""Whether a promise that a sentence of a model tells of is one that the call or the known facts speak of.

Decides what tells of a promise, and which words carry it: an agent's promise, an agent who agrees to what was
asked, a caller who speaks of one; each about some of the same. It must not know in whose name it is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from summaries.extract import asks, handles, promises
from summaries.facts import reason_of
from summaries.grounds import Grounds
from summaries.plain import normal
from summaries.sentences import sentences
from summaries.ties import Held, enough_of
from summaries.words import Facts, Line

# "You promised me one", two lines behind the router.
_BEFORE = 2


class Promises:
    def __init__(self, facts: Facts, lines: Sequence[Line], grounds: Grounds) -> None:
        self._facts, self._lines, self._grounds = facts, lines, grounds
        self._wording = grounds.wording.promise

    def invents(self, sentence: str, keys: set[str], held: Held, *, of_agent: bool, as_promise: bool) -> bool:
        """Whether a sentence with this content, of which lines have what is `held`, tells of a promise that
        nobody has spoken of.

        `of_agent` when it names the agent, `as_promise` when the model offers it as what was promised.
        """
        if not self._tells(sentence, of_agent, as_promise):
            return False
        content = self._content(sentence, keys)
        carried = any(self._carries(at, content, held) for at in _near(held))
        return not carried and not self._is_known(content)

    def _tells(self, sentence: str, of_agent: bool, as_promise: bool) -> bool:
        words = self._wording
        if self._has_word(sentence) or words.comes.match(sentence):
            return True
        if of_agent and words.of_agent.match(sentence):
            return True
        # "Nothing was promised" is offered as promised, too.
        return as_promise and not words.told.search(sentence)

    def _has_word(self, text: str) -> bool:
        """For a promise, and does not deny it."""
        words = self._wording
        # Most have none.
        return bool(words.told.search(text) and words.told.search(words.denied.sub(" ", text)))

    def _content(self, sentence: str, keys: set[str]) -> set[str]:
        """What is promised: a call on Monday is not a router on Monday, if there is more than the day."""
        ties, wording = self._grounds.ties, self._grounds.wording
        telling = (word for told in self._wording.told.finditer(sentence) for word in told[0].lower().split())
        keys = keys - ties.keys(set(telling), ())
        return keys - ties.keys(set(wording.dates), ()) - ties.loose(keys) or keys

    def _carries(self, at: int, content: set[str], held: Held) -> bool:
        line, near = self._lines[at], held[max(0, at - _BEFORE) : at + 1]
        if len(content.intersection(set().union(*near))) < enough_of(content):
            return False
        text = normal(line.text)
        speaks = self._promises if line.speaker == "agent" else self._mentions
        speaking = [one for one in sentences(text) if speaks(one)]
        if not speaking:
            return self._agrees(at, text)
        return any(self._wording.refers.search(one) or self._is_about(one, content) for one in speaking)

    def _is_about(self, text: str, content: set[str]) -> bool:
        return len(self._grounds.keys(text) & content) >= enough_of(content)

    def _promises(self, sentence: str) -> bool:
        return not self._wording.refuses.match(sentence) and promises(sentence, self._facts.language)

    def _mentions(self, sentence: str) -> bool:
        # "Will I get one?" speaks of none.
        heard = sentence[-1:] != "?" and self._wording.heard.search(self._wording.denied.sub(" ", sentence))
        return self._has_word(sentence) or bool(heard)

    def _agrees(self, at: int, text: str) -> bool:
        """An agent who says yes to what the caller has just asked for promises it."""
        language, line = self._facts.language, self._lines[at]
        if line.speaker == "caller" or not at or self._lines[at - 1].speaker == "agent":
            return False
        agreed = self._wording.agrees.match(text) is not None and not handles(text, language)
        return agreed and asks(normal(self._lines[at - 1].text), language)

    def _is_known(self, content: set[str]) -> bool:
        """From A, or from whoever had the call before."""
        told = (normal(text) for text in (reason_of(self._facts), *self._facts.earlier))
        known = (one for text in told for one in sentences(text) if self._is_about(one, content))
        return any(self._mentions(one) or self._promises(one) for one in known)


def _near(held: Held) -> Iterable[int]:
    """The places that may carry it: the lines that hold something and those behind; without any, all."""
    near = {at + behind for at, one in enumerate(held) if one for behind in range(_BEFORE + 1)}
    return sorted(at for at in near if at < len(held)) or range(len(held))
