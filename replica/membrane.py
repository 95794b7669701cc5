"""The membrane of Hodgkin and Huxley under a current (neuron.md, "membrane"), for neuron and biology."""

from itertools import islice
from math import floor

from .scalar import exp, expm1

REST = -65.0


def lin(u):
    return 1.0 if abs(u) < 1e-9 else u / (-expm1(-u))


def opening_and_closing(v):
    """The rates (a, b) of the gates m, h and n at a voltage."""
    return (
        (lin((v + 40) / 10), 4 * exp(-(v + 65) / 18)),
        (0.07 * exp(-(v + 65) / 20), 1 / (1 + exp(-(v + 35) / 10))),
        (0.1 * lin((v + 55) / 10), 0.125 * exp(-(v + 65) / 80)),
    )


def settled(v):
    """Where the gates come to rest at a voltage."""
    return [a / (a + b) for a, b in opening_and_closing(v)]


def resting():
    """The state (V, m, h, n, c) from which every trace starts."""
    return (REST, *settled(REST), 0.0)


class Membrane:
    """With the conductances of its channels for sodium, and of those that calcium opens."""

    def __init__(self, step, sodium=120.0, calcium=0.0):
        self.step, self.sodium, self.calcium = step, sodium, calcium

    def derivative(self, state, current):
        """D, the derivative of the state under a current."""
        v, m, h, n, c = state
        (am, bm), (ah, bh), (an, bn) = opening_and_closing(v)
        dv = (
            current
            - self.sodium * m * m * m * h * (v - 50)
            - 36 * n * n * n * n * (v + 77)
            - 0.3 * (v + 54.387)
            - self.calcium * c * (v + 77)
        )
        dc = (1 / (1 + exp(-(v + 20) / 2))) / 20 - c / 100
        return dv, am * (1 - m) - bm * m, ah * (1 - h) - bh * h, an * (1 - n) - bn * n, dc

    def states(self, current, state, first=0):
        """The state after each step from number `first` on, without an end; it starts from `state`."""
        dt, derivative = self.step, self.derivative
        half, i = 0.5 * dt, first
        while True:
            now = current(i * dt)
            k1 = derivative(state, now)
            k2 = derivative([s + half * k for s, k in zip(state, k1)], now)
            k3 = derivative([s + half * k for s, k in zip(state, k2)], now)
            k4 = derivative([s + dt * k for s, k in zip(state, k3)], now)
            state = [
                s + dt * ((a + 2 * b + 2 * c + d) / 6) for s, a, b, c, d in zip(state, k1, k2, k3, k4)
            ]
            yield state
            i += 1

    def trace(self, watched, current):
        """V after each step, one after the other."""
        return (state[0] for state in islice(self.states(current, resting()), floor(watched / self.step)))

    def pulse(self, pulse, current):
        """V under a pulse that lasts so long."""
        return self.trace(20, lambda t: current if t < pulse else 0.0)

    def peak(self, pulse, current):
        """How far above rest V comes."""
        return max(self.pulse(pulse, current)) + 65

    def current_for(self, pulse, height, low, high):
        """The least current whose peak is above a height."""
        # Whether the peak is above it is known as soon as any voltage is.
        return halvings(lambda mid: any(v + 65 > height for v in self.pulse(pulse, mid)), low, high, 40)


def halvings(above, low, high, times):
    """`high` after so many halvings, which keep the half where `above` turns true."""
    for _ in range(times):
        mid = 0.5 * (low + high)
        if above(mid):
            high = mid
        else:
            low = mid
    return high
