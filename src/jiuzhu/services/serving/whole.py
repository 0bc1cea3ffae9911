"""What is counted over the whole township is not shown to whoever sees a part of it."""

from jiuzhu.errors import Refused
from jiuzhu.storage.unit import Unit


def require_whole(unit: Unit, what: str) -> None:
    """Refuse whoever sees some villages only: their part would be read as the whole. `what` is counted, in words."""
    if unit.actor.villages:
        raise Refused(
            f"{what}是全镇（街道）的数，您的账号只管部分村（社区），看到的会不完整。请不受此限的同事办理。"
        )
