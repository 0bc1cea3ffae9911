"""服务对象长期公示 (F13S): what hangs in a village, as it was posted."""

from pathlib import Path

from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.dossier_serving import PostingLine, PostingPart
from jiuzhu.domain.serving.listing import ServicePosting
from jiuzhu.services.casework import file_parts
from jiuzhu.services.paper.papers import Issued, leave
from jiuzhu.services.serving.posting import lines_of
from jiuzhu.storage.queries import papers as queries
from jiuzhu.storage.unit import Unit


def issue_posting(unit: Unit, service_posting_id: str, folder: Path) -> Issued:
    """Print a list under its own number; it holds only what may be read by everybody."""
    unit.require("print")
    row = unit.get(ServicePosting, service_posting_id)
    form = unit.desk.forms["F13S"]
    lines = [PostingLine(name=name, items=items) for name, items in lines_of(row.content)]
    part = PostingPart(
        number=row.number, village=row.village, place=row.place, posted_on=row.posted_on, lines=lines
    )
    dossier = Dossier(office=file_parts.office_part(unit.desk), posting=part)
    return leave(
        unit,
        form,
        dossier,
        folder,
        title=f"{form.title} {row.village}",
        found=queries.numbered(unit.session, row.number),
        own_number=row.number,
        kind="service_posting",
        application_id=None,
    )
