from alembic import context

from jiuzhu.storage.migrate import online
from jiuzhu.storage.tables import metadata

online(context.config.attributes["connection"], metadata)
