"""Words an office begins with."""

from jiuzhu.services.office.founding import first_password
from jiuzhu.storage.keys import password_problem


def test_a_first_password_is_strong_and_cannot_be_misread() -> None:
    made = {first_password() for _ in range(200)}
    assert len(made) == 200
    assert not set("".join(made)) & set("Il1O0oi")
    assert all(not password_problem(one, "jingban") for one in made)
