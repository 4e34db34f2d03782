"""Settings: base holds the defaults; dev, test and production hold only what differs."""
