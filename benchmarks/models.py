from django.db import models


class Row(models.Model):
    """The table that the floor asks, by its key: our units."""

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)

    class Meta:
        managed = False
        db_table = "people_unit"
        app_label = "benchmarks"

    def __str__(self) -> str:
        return self.name
