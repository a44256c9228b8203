"""What people can do and what roles need: frameworks, competencies with rubrics, roles, attainments."""
