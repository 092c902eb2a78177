"""The Edwards curve in a page of plain arithmetic, to build keys and signatures that no honest program makes.

Source: RFC 8032 section 5.1.
"""

from __future__ import annotations

from hashlib import sha512

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
Point = tuple[int, int]
NEUTRAL: Point = (0, 1)


def add(one: Point, other: Point) -> Point:
    (x1, y1), (x2, y2) = one, other
    k = D * x1 * x2 * y1 * y2 % P
    return (x1 * y2 + x2 * y1) * pow(1 + k, P - 2, P) % P, (y1 * y2 + x1 * x2) * pow(1 - k, P - 2, P) % P


def times(point: Point, number: int) -> Point:
    """Double and add in extended coordinates (Hisil, Wong, Carter, Dawson 2008), with one inversion at the end."""
    x, y = point
    power, result = (x, y, 1, x * y % P), (0, 1, 1, 0)
    while number:
        if number & 1:
            result = _add(result, power)
        power, number = _add(power, power), number >> 1
    inverse = pow(result[2], P - 2, P)
    return result[0] * inverse % P, result[1] * inverse % P


def _add(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    (x1, y1, z1, t1), (x2, y2, z2, t2) = one, other
    a, b = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def with_y(y: int, sign: int) -> Point | None:
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P:
        return None
    return (P - x if x % 2 != sign else x) % P, y


def encode(point: Point) -> bytes:
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def base() -> Point:
    point = with_y(4 * pow(5, P - 2, P) % P, 0)
    assert point is not None
    return point


BASE = base()


def order_eight() -> Point:
    y = 2
    while True:
        point = with_y(y, 0)
        if point is not None and times(times(point, L), 4) != NEUTRAL:
            return times(point, L)
        y += 1


EIGHT = order_eight()
SMALL_ORDER = [encode(times(EIGHT, n)) for n in range(8)]
# y = 1 and y = 0 written with p added, and 0 with the wrong sign: other spellings of small-order points.
RESPELT = [(P + 1).to_bytes(32, "little"), P.to_bytes(32, "little"), (1 | 1 << 255).to_bytes(32, "little")]


def challenge(r: bytes, a: bytes, message: bytes) -> int:
    return int.from_bytes(sha512(r + a + message).digest(), "little") % L


def secret_scalar(seed: bytes) -> int:
    h = bytearray(sha512(seed).digest()[:32])
    h[0] &= 248
    h[31] = h[31] & 127 | 64
    return int.from_bytes(h, "little")


def sign_with(seed: bytes, nonce: int, message: bytes, twist: Point = NEUTRAL) -> bytes:
    """Sign with a chosen nonce, and R moved by a point of small order if wanted."""
    scalar = secret_scalar(seed)
    public = encode(times(BASE, scalar))
    r = encode(add(times(BASE, nonce), twist))
    return r + ((nonce + challenge(r, public, message) * scalar) % L).to_bytes(32, "little")
