"""The tour: the main job played through the real windows, key by key, without a display."""
