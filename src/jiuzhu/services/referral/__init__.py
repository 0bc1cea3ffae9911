"""转办 to departments, leads that come in, and the 联席会议 that rules on both."""
