from django.db import models


class Framework(models.Model):
    """A practice framework: what an organisation holds good practice to be."""

    code = models.SlugField(max_length=50, unique=True)
    title = models.CharField(max_length=200)
    summary = models.TextField()
    version = models.CharField(max_length=20)
    sources = models.JSONField(default=list, help_text="A list of {title, detail}")

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Level(models.Model):
    """How well: the steps of a framework's scale, lowest first."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="levels")
    code = models.SlugField(max_length=50)
    title = models.CharField(max_length=100)
    summary = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["framework", "order"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="one_level_per_code"),
            models.UniqueConstraint(fields=["framework", "order"], name="one_level_per_step"),
        ]

    def __str__(self) -> str:
        return self.title


class Element(models.Model):
    """One part of a framework, such as Mindset; always shown with its letter, never by colour alone."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="elements")
    code = models.SlugField(max_length=50, unique=True)
    letter = models.CharField(max_length=2)
    title = models.CharField(max_length=100)
    summary = models.TextField()
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["framework", "order"]
        constraints = [models.UniqueConstraint(fields=["framework", "order"], name="one_element_per_place")]

    def __str__(self) -> str:
        return self.title
