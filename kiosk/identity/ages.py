"""Ages on the business day in China, and what follows from them: the fast lane, guardians, and faces of children."""

from __future__ import annotations

from datetime import date

GUARDED_UNTIL = 14
"""Years. Below, a face needs a guardian's consent (人脸识别技术应用安全管理办法, in force 2025-06-01), and so do
personal data (个人信息保护法 31): no face is looked at here, and a guardian acts."""
OF_AGE = 18
"""Years (民法典 17)."""


def age_on(birth_date: date, today: date) -> int:
    """Whole years on the business day, complete on the birthday itself. Who was born on 29 February completes a year
    on 1 March where there is no such day: a term that ends on a day which the month lacks ends with the month's last
    (民法典 202), and is complete the day after. Negative for somebody who is not born yet: the clock is wrong, or
    the document."""
    return today.year - birth_date.year - ((today.month, today.day) < (birth_date.month, birth_date.day))


def needs_guardian(birth_date: date, today: date) -> bool:
    """Under 14: no face, and nobody so young acts alone. True for a birth date in the future, too."""
    return age_on(birth_date, today) < GUARDED_UNTIL


def is_minor(birth_date: date, today: date) -> bool:
    return age_on(birth_date, today) < OF_AGE
