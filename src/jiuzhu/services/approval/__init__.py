"""初审 公示 审核确认: what is proposed, posted, signed and handed over, and by whom it may be."""
