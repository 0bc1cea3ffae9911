"""服务对象: one file each, needs and what answers them, plans, providers and funds."""
