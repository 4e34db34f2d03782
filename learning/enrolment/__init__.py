"""Records who takes what by when: plans with due dates, studies of modules, answers given in lessons, completions."""
