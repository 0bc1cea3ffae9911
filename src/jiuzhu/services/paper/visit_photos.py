"""The photos of a file's home visits as 入户调查表 shows them: each small, with what it is, its day and its checksum."""

from jiuzhu.documents.fonts import printable
from jiuzhu.documents.pictures import prepared
from jiuzhu.domain.application import Attachment
from jiuzhu.domain.dossier_course import PicturePart
from jiuzhu.errors import Refused
from jiuzhu.services.casework import files
from jiuzhu.services.survey import visiting
from jiuzhu.storage.unit import Unit

_DIGITS = 12  # of the checksum, enough to hold a photo against the file


def photos_of(unit: Unit, application_id: str) -> list[PicturePart]:
    """The photos, the oldest first; one that was changed or cannot be opened is told in its place and not shown."""
    made: list[PicturePart] = []
    visits = [row.id for row in files.load_rows(unit, application_id).visits]
    for number, photo in enumerate(visiting.photos(unit, application_id), start=1):
        try:
            content = prepared(visiting.picture(unit, photo.id))
            told = "" if content else "（打不开，没有印出）"
        except Refused:
            content, told = b"", "（与登记时不一致，没有印出）"
        checksum = unit.get(Attachment, photo.id).sha256[:_DIGITS]
        which = f"　第{visits.index(photo.visit_id) + 1}次入户" if len(visits) > 1 else ""
        caption = f"照片{number}　{printable(photo.title)}{told}{which}　{photo.taken_on}　校验 {checksum}"
        made.append(PicturePart(caption=caption, content=content))
    return made
