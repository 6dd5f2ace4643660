"""Tones that are told apart: each alone, mixed, too soft, cut in two.

Mistaking one voice for another would be worse than hearing nobody.
"""

from __future__ import annotations

import random

import pytest

from simulator.real_livekit.tones import HEARD, LOUD, VOICES, WINDOW, Voices, loudness, mixed, tone

NAMES = [f"phone {number}" for number in range(VOICES)]


@pytest.fixture
def voices() -> Voices:
    voices = Voices()
    for name in NAMES:
        voices.of(name)
    return voices


@pytest.mark.parametrize("name", NAMES)
def test_every_voice_is_heard_as_itself_and_as_nobody_else(voices: Voices, name: str) -> None:
    assert voices.heard_in(tone(voices.of(name))) == {name}


def test_a_name_keeps_its_voice_and_no_two_share_one(voices: Voices) -> None:
    assert [voices.of(name) for name in NAMES] == list(voices.hertz.values())
    assert len(set(voices.hertz.values())) == VOICES


def test_a_new_name_disturbs_nobody_who_looks_through_the_voices_meanwhile() -> None:
    voices = Voices()
    voices.of("one")
    for name in voices.hertz:
        voices.of(f"another than {name}")
    assert len(voices.hertz) == 2


def test_more_names_than_voices_are_refused_instead_of_mistaken_for_each_other(voices: Voices) -> None:
    with pytest.raises(ValueError, match="only 16 voices"):
        voices.of("one more")


def test_several_at_once_are_all_heard_at_equal_shares(voices: Voices) -> None:
    three = NAMES[0], NAMES[1], NAMES[7]
    mix = mixed(*(tone(voices.of(name), loud=LOUD / 3) for name in three))
    assert voices.heard_in(mix) == set(three)


def test_a_mix_that_is_too_loud_is_clipped_and_still_understood(voices: Voices) -> None:
    mix = mixed(*(tone(voices.of(name), loud=20000) for name in NAMES[:2]))
    assert max(mix) == 32767 and min(mix) == -32768
    assert set(NAMES[:2]) <= voices.heard_in(mix)


def test_the_loudness_is_the_amplitude_of_the_tone() -> None:
    assert loudness(tone(600, loud=5000), 600) == pytest.approx(5000, rel=0.01)


def test_silence_noise_and_an_echo_are_nobody(voices: Voices) -> None:
    chance = random.Random(7)
    noise = [round(chance.gauss(0, LOUD / 2)) for _ in range(WINDOW)]
    for samples in ([0] * WINDOW, noise, tone(voices.of(NAMES[3]), loud=HEARD * 0.9), []):
        assert voices.heard_in(samples) == set()


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_a_window_that_a_tone_fills_in_part_is_that_voice_or_nobody(voices: Voices, share: float) -> None:
    sounding = round(WINDOW * share)
    for name in NAMES:
        cut = [0] * (WINDOW - sounding) + list(tone(voices.of(name), sounding))
        assert voices.heard_in(cut) <= {name}


def test_windows_of_one_voice_join_without_a_click(voices: Voices) -> None:
    for name in NAMES:
        hertz = voices.of(name)
        assert tone(hertz, 2 * WINDOW)[WINDOW:] == tone(hertz)
