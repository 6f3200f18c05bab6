"""East Asian numbers with units (十二, 一百零一, 贰拾), for any set of digits and units."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counting:
    """Prints the numbers from 0 to 99,999,999.

    `digits` holds the signs for 0 to 9, `units` those for 10, 100, 1,000 and 10,000. `ten_bare` leaves out the one of
    10 to 19 (十二); `one_bare` also that of 10, 100 and 1,000 anywhere, and every zero (Japanese).
    """

    digits: str
    units: str
    ten_bare: bool = False
    one_bare: bool = False

    def __call__(self, value: int) -> str:
        if value == 0:
            return self.digits[0]
        high, low = divmod(value, 10_000)
        text = self._below_ten_thousand(high) + self.units[3] if high else ""
        if high and 0 < low < 1000 and not self.one_bare:
            text += self.digits[0]
        text += self._below_ten_thousand(low)
        return text[1:] if self.ten_bare and text.startswith(self.digits[1] + self.units[0]) else text

    def _below_ten_thousand(self, value: int) -> str:
        text, gap = "", False
        for power in (3, 2, 1, 0):
            digit = value // 10**power % 10
            if digit:
                text += self.digits[0] if gap and text and not self.one_bare else ""
                text += self._one(digit, power)
            gap = not digit
        return text

    def _one(self, digit: int, power: int) -> str:
        if power == 0:
            return self.digits[digit]
        return ("" if digit == 1 and self.one_bare else self.digits[digit]) + self.units[power - 1]
