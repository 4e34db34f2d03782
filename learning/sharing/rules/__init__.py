"""What a content pack is: its archive, its signature, and how two versions of a thing are brought together. Pure."""
