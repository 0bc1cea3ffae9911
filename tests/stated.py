"""What somebody states before a file with other people's data leaves."""

from jiuzhu.domain.exporting import Said

SAID = Said(purpose="own", recipient="示例街道社会救助服务窗口", basis="duty")
