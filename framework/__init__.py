"""Says what good practice is: frameworks, elements, competencies, what proves them and which jobs need them."""
