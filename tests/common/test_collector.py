"""The collector rests while somebody is at such work, and goes on afterwards whatever came of it."""

from __future__ import annotations

import gc

import pytest

from luoshi.common.collector import resting_collector


def test_the_collector_goes_on_when_the_last_at_work_has_ended() -> None:
    seen = []
    with resting_collector():
        with resting_collector():
            seen.append(gc.isenabled())
        seen.append(gc.isenabled())

    assert (seen, gc.isenabled()) == ([False, False], True)


def test_the_collector_goes_on_after_a_fault() -> None:
    with pytest.raises(ValueError, match="torn"), resting_collector():
        raise ValueError("torn")

    assert gc.isenabled()


def test_a_process_without_it_stays_so() -> None:
    gc.disable()
    try:
        with resting_collector(), resting_collector():
            pass

        assert not gc.isenabled()
    finally:
        gc.enable()
