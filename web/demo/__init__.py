"""A made-up movement to try things with: people, groups, badges given and accepted."""
