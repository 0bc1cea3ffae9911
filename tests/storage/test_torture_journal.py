from pathlib import Path

import torture_journal


def test_random_attacks_are_found_and_no_untouched_file_is_suspected(tmp_path: Path) -> None:
    result = torture_journal.torture(28, 7, tmp_path)
    assert result.holds, result
    assert (result.rounds, sum(result.found.values()), result.signed_anew) == (28, 28, 14)
    assert all(result.found.values()), result.found
