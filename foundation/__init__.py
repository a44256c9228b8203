"""The ground of a web service: configuration, database, errors, policy, jobs, mail. Knows no room."""
