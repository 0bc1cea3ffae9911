"""Whether a file is still what somebody read before they judged it."""

from jiuzhu.domain.assessment.assess import Assessment
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.dossier_json import file_read
from jiuzhu.errors import ChangedSinceSeen
from jiuzhu.services.casework import files
from jiuzhu.services.casework.assessing import finding_parts
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit


def read(unit: Unit, rows: FileRows, seen_file: str | None) -> tuple[Dossier, Assessment]:
    """The file with its findings; `ChangedSinceSeen` when it is not the one of `seen_file` (`file_read`), None where none was read."""
    dossier = files.build(unit.desk, rows, unit.today)
    assessment = files.assessment_of(unit.desk, dossier, rows, unit.today)
    dossier.findings = finding_parts(unit.desk, dossier, assessment)
    if seen_file not in {None, file_read(dossier)}:
        raise ChangedSinceSeen
    return dossier, assessment


def require(unit: Unit, application_id: str, seen_file: str | None) -> None:
    """Refuse to judge a file that is not the one that was read."""
    if seen_file is not None:
        read(unit, files.load_rows(unit, application_id), seen_file)
