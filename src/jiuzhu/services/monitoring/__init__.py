"""动态管理: rechecks, lists of others compared with ours, alerts, and cards kept for people."""
