"""What can be packed, what a pack holds, and what taking it would change."""
