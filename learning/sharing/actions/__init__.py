"""Every write of the room: keys, publishers, packs that are made, packs that come in."""
