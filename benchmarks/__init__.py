"""What we claim about speed, as ratios to a bare Django page measured in the same run."""
