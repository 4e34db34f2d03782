"""What an event is: a frozen dataclass in the past tense, carrying ids and codes, never names or addresses."""

from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar, TypeVar

registry: dict[str, type["DomainEvent"]] = {}

Kind = TypeVar("Kind", bound="type[DomainEvent]")
PLAIN = (int, str, bool, float, type(None), list, dict)


@dataclass(frozen=True)
class DomainEvent:
    """Something that happened, in the past tense. Subclasses set `name`, `<room>.<thing>_<past verb>.v<n>`."""

    name: ClassVar[str]

    def data(self) -> dict[str, Any]:
        """Return the event's fields as plain JSON values."""
        values = asdict(self)
        for field, value in values.items():
            if not isinstance(value, PLAIN):
                raise TypeError(f"{self.name}: {field} must be a plain JSON value, not {type(value).__name__}")
        return values


def announces(cls: Kind) -> Kind:
    """Register an event class so that stored events can be read back as it."""
    if cls.name in registry:
        raise ValueError(f"{cls.name} is announced twice")
    registry[cls.name] = cls
    return cls


def read_event(name: str, data: dict[str, Any]) -> DomainEvent:
    """Return the dataclass for a stored event; fields that a later version dropped are left out."""
    cls = registry[name]
    known = {field.name for field in fields(cls)}
    return cls(**{key: value for key, value in data.items() if key in known})
