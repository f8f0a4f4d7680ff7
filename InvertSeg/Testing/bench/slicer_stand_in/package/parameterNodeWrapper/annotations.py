"""What may stand in `Annotated[type, ...]` of a parameter: limits, defaults, hints for widgets."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_origin


class Validator:
    """A limit of a parameter's values."""

    def validate(self, value: Any) -> None:
        """Raise a ValueError or TypeError for a value that is not allowed."""
        raise NotImplementedError


class NotNone(Validator):
    """None is refused."""

    def __repr__(self) -> str:
        return "NotNone()"

    def validate(self, value: Any) -> None:
        """See Validator."""
        if value is None:
            raise ValueError("Value must not be None")


class IsInstance(Validator):
    """Values of other classes are refused; None passes."""

    def __init__(self, classtype: Any) -> None:
        self.classtype = classtype

    def __repr__(self) -> str:
        return f"IsInstance({self.classtype})"

    def validate(self, value: Any) -> None:
        """See Validator."""
        if value is not None and not isinstance(value, self.classtype):
            raise TypeError(f"Value must be of type '{self.classtype}', is {value!r} of type '{type(value)}'")


class _Limits(Validator):
    def __init__(self, minimum: float, maximum: float) -> None:
        self.minimum, self.maximum = minimum, maximum

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.minimum}, {self.maximum})"


class WithinRange(_Limits):
    """Numbers from a minimum to a maximum."""

    def validate(self, value: Any) -> None:
        """See Validator."""
        if value < self.minimum or value > self.maximum or value != value:
            raise ValueError(f"Value must be within range [{self.minimum}, {self.maximum}], is {value}")


class RangeBounds(_Limits):
    """Limits of a FloatRange."""

    def validate(self, value: Any) -> None:
        """See Validator; as in Slicer, a range that leaves the bounds at its upper end passes."""
        if value.minimum < self.minimum and value.maximum <= self.maximum:
            found = f"[{value.minimum}, {value.maximum}]"
            raise ValueError(
                f"Range must be within the bound of [{self.minimum}, {self.maximum}], is {found}"
            )


class Minimum(Validator):
    """Numbers from a minimum."""

    def __init__(self, minimum: float) -> None:
        self.minimum = minimum

    def __repr__(self) -> str:
        return f"Minimum({self.minimum})"

    def validate(self, value: Any) -> None:
        """See Validator."""
        if value < self.minimum:
            raise ValueError(f"Value must be at least {self.minimum}, is {value}")


class Maximum(Validator):
    """Numbers up to a maximum."""

    def __init__(self, maximum: float) -> None:
        self.maximum = maximum

    def __repr__(self) -> str:
        return f"Maximum({self.maximum})"

    def validate(self, value: Any) -> None:
        """See Validator."""
        if value > self.maximum:
            raise ValueError(f"Value must be at most {self.maximum}, is {value}")


class Choice(Validator):
    """One of several values."""

    def __init__(self, choices: Any) -> None:
        self.choices = choices

    def __repr__(self) -> str:
        return f"Choice({self.choices})"

    def validate(self, value: Any) -> None:
        """See Validator."""
        if value not in self.choices:
            raise ValueError(f"Value is {value}, but must be in one of the following: {self.choices}")


class Exclude(Validator):
    """Any but these values."""

    def __init__(self, excludedValues: Any) -> None:
        self.excludedValues = excludedValues

    def __repr__(self) -> str:
        return f"Exclude({self.excludedValues})"

    def validate(self, value: Any) -> None:
        """See Validator."""
        if value in self.excludedValues:
            raise ValueError(f"Value is {value}, which is excluded: {self.excludedValues}")


class Default:
    """The value of a parameter that was never set; made anew each time where a generator is given."""

    def __init__(self, value: Any = None, *, generator: Callable[[], Any] | None = None) -> None:
        self._make = generator or (lambda: value)

    @property
    def value(self) -> Any:
        """The value."""
        return self._make()


@dataclass
class Decimals:
    """Digits behind the point, in a spin box or slider."""

    value: int


@dataclass
class SingleStep:
    """The step of a spin box or slider."""

    value: float


@dataclass
class Label:
    """The text beside a widget that is made for the parameter."""

    value: str


def split(annotated: Any) -> tuple[Any, tuple]:
    """The bare type and its annotations."""
    if get_origin(annotated) is Annotated:
        bare, *annotations = get_args(annotated)
        return bare, tuple(annotations)
    return annotated, ()


def first(annotations: Iterable[Any], kind: type) -> Any:
    """The first annotation of a kind, None without one."""
    return next((annotation for annotation in annotations if isinstance(annotation, kind)), None)
