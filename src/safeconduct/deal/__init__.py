"""Who promised what; what is in force, due, blocked, and unlocked by whom."""
