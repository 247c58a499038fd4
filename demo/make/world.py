"""The drawn world: a street seen from the opposite pavement, at any time of day, with at most one car.

Everything is drawn from numbers. Coordinates are those of the finished picture (640x360, y downwards);
the canvas is SCALE times larger and is reduced at the end, which makes the edges smooth.
"""
import math

import numpy as np
from PIL import Image, ImageDraw

WIDTH, HEIGHT, SCALE = 640, 360, 2

# `light` runs from 1 (noon) to 0 (deep night). These borders define the answers.
DAY_ABOVE, NIGHT_BELOW = 0.65, 0.35
# A car is in the frame when at least this share of its length is inside the picture.
VISIBLE_SHARE = 0.25

LIGHT_STEPS = (0.0, 0.25, 0.5, 0.75, 1.0)
SKY_TOP = ((5, 8, 26), (17, 22, 58), (74, 70, 128), (92, 142, 208), (78, 150, 222))
SKY_LOW = ((24, 32, 68), (56, 54, 98), (244, 142, 92), (250, 216, 164), (200, 228, 244))
AMBIENT = ((.20, .22, .36), (.29, .30, .45), (.66, .54, .58), (1.0, .92, .80), (1.0, 1.0, 1.0))

WALLS = ((176, 92, 72), (206, 178, 138), (150, 154, 162), (226, 212, 184), (118, 136, 158), (196, 152, 92),
         (160, 118, 98), (186, 196, 188), (142, 84, 78), (214, 168, 150))
AWNINGS = ((188, 48, 44), (46, 110, 86), (40, 84, 148), (222, 168, 52), (120, 60, 110))
LAMP_COLOUR = (255, 206, 132)


def answer_time_of_day(light):
    return "day" if light > DAY_ABOVE else "night" if light < NIGHT_BELOW else "dusk"


def mix(a, b, share):
    return tuple(p + (q - p) * share for p, q in zip(a, b))


def at_light(table, light):
    return tuple(np.interp(light, LIGHT_STEPS, channel) for channel in zip(*table))


def shade(colour, ambient):
    return tuple(c * a for c, a in zip(colour, ambient))


def between(value, low, high):
    """0 at `low`, 1 at `high`, straight in between; `low` may be the larger one."""
    return min(1.0, max(0.0, (value - low) / (high - low)))


class Pen:
    """Draws on the enlarged canvas in picture coordinates."""

    def __init__(self, image):
        self.draw = ImageDraw.Draw(image, "RGBA")

    @staticmethod
    def ink(colour, alpha):
        return tuple(int(min(255, max(0, c))) for c in colour) + (int(alpha),)

    def polygon(self, points, colour, alpha=255):
        self.draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=self.ink(colour, alpha))

    def box(self, x0, y0, x1, y1, colour, alpha=255):
        # PIL paints the last row and column too.
        self.draw.rectangle([x0 * SCALE, y0 * SCALE, max(x0, x1 - .5) * SCALE, max(y0, y1 - .5) * SCALE],
                            fill=self.ink(colour, alpha))

    def disc(self, x, y, rx, ry, colour, alpha=255):
        self.draw.ellipse([(x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE],
                          fill=self.ink(colour, alpha))

    def line(self, points, width, colour, alpha=255):
        self.draw.line([(x * SCALE, y * SCALE) for x, y in points], fill=self.ink(colour, alpha),
                       width=max(1, round(width * SCALE)), joint="curve")


def add_glow(picture, x, y, rx, ry, colour, strength):
    """Adds a soft elliptic light to a float picture, in place."""
    x0, x1 = max(0, int(x - rx)), min(WIDTH, int(x + rx) + 2)
    y0, y1 = max(0, int(y - ry)), min(HEIGHT, int(y + ry) + 2)
    if x0 >= x1 or y0 >= y1 or strength <= 0:
        return
    dx = ((np.arange(x0, x1) - x) / rx) ** 2
    dy = ((np.arange(y0, y1) - y) / ry) ** 2
    fall = np.clip(1 - dx[None, :] - dy[:, None], 0, 1) ** 2 * strength
    picture[y0:y1, x0:x1] += fall[..., None].astype(np.float32) * np.float32(colour)


def add_beam(picture, x, y, direction, reach, strength):
    """Adds the cone of a headlight that shines from (x, y) towards `direction` (1 right, -1 left)."""
    spread = reach * .3
    left = x if direction > 0 else x - reach
    x0, x1 = max(0, int(left)), min(WIDTH, int(left + reach))
    y0, y1 = max(0, int(y - spread)), min(HEIGHT, int(y + spread))
    if x0 >= x1:
        return
    along = np.clip((np.arange(x0, x1) - x) * direction / reach, 0, 1)
    across = (np.arange(y0, y1) - y)[:, None] - along[None, :] * reach * .07
    fall = np.exp(-(across / (2 + along * spread * .55)) ** 2) * (1 - along) ** 1.5 * strength
    picture[y0:y1, x0:x1] += fall[..., None].astype(np.float32) * np.float32((255, 238, 190))


# ---------------------------------------------------------------- street

class Building:
    def __init__(self, rng, x, width, height):
        self.x, self.width, self.height = x, width, height
        self.wall = mix(rng.choice(WALLS), [rng.uniform(60, 230) for _ in range(3)], .1)
        self.roof = rng.choice(("flat", "flat", "gable", "parapet"))
        self.shop = rng.random() < .5
        self.awning = rng.choice(AWNINGS)
        self.door = rng.choice(((92, 58, 40), (50, 74, 92), (60, 84, 62), (128, 44, 40)))
        columns = max(2, int(width / rng.uniform(19, 26)))
        rows = max(1, int((height - 40) / rng.uniform(25, 31)))
        self.columns, self.rows = columns, rows
        self.window_height = rng.uniform(13, 17)
        # The light below which somebody in that room switches the lamp on; nobody is at home behind -1.
        self.lit_below = [[rng.uniform(.18, .56) if rng.random() < .55 else -1 for _ in range(columns)]
                          for _ in range(rows)]
        self.lamp = [[(255, rng.uniform(190, 226), rng.uniform(110, 168)) for _ in range(columns)]
                     for _ in range(rows)]

    def paint(self, pen, base, light, ambient, glass):
        x0, x1, top = self.x, self.x + self.width, base - self.height
        wall = shade(self.wall, ambient)
        dark, pale = mix(wall, (0, 0, 0), .3), mix(wall, shade((255, 255, 255), ambient), .35)
        if self.roof == "gable":
            pen.polygon([(x0 - 3, top), (x0 + self.width * .5, top - self.width * .28), (x1 + 3, top)],
                        shade((104, 66, 58), ambient))
        elif self.roof == "parapet":
            pen.box(x0 + self.width * .62, top - 20, x0 + self.width * .76, top, dark)
        pen.box(x0, top, x1, base, wall)
        pen.box(x1 - 5, top, x1, base, (0, 0, 0), 38)
        if self.roof != "gable":
            pen.box(x0 - 2, top - 1, x1 + 2, top + 5, pale)
            pen.box(x0, top + 5, x1, top + 7, dark)
        self.paint_windows(pen, base, light, ambient, glass, pale)
        self.paint_ground_floor(pen, base, light, ambient, glass, pale, dark)

    def paint_windows(self, pen, base, light, ambient, glass, pale):
        pitch = self.width / self.columns
        storey = (self.height - 46) / self.rows
        w, h = pitch * .5, min(self.window_height, storey * .66)
        for row in range(self.rows):
            y = base - self.height + 13 + row * storey
            for column in range(self.columns):
                x = self.x + (column + .5) * pitch - w / 2
                lit = between(light, self.lit_below[row][column] + .02, self.lit_below[row][column] - .02)
                pane = mix(glass, self.lamp[row][column], lit)
                pen.box(x - 1.5, y - 1.5, x + w + 1.5, y + h + 1.5, pale)
                pen.box(x, y, x + w, y + h, pane)
                if lit < .5:
                    pen.polygon([(x, y + h * .7), (x + w * .7, y), (x + w, y), (x, y + h)], (255, 255, 255),
                                36 * ambient[1])
                pen.box(x + w / 2 - .5, y, x + w / 2 + .5, y + h, pale)
                pen.box(x - 2.5, y + h + 1.5, x + w + 2.5, y + h + 3.5, pale)

    def paint_ground_floor(self, pen, base, light, ambient, glass, pale, dark):
        x0, x1, top = self.x, self.x + self.width, base - 34
        open_shop = between(light, .6, .5)
        if self.shop:
            pen.box(x0 + 6, top + 8, x1 - 24, base - 5, mix(glass, (255, 222, 160), open_shop * .85))
            pen.box(x0 + 6, base - 12, x1 - 24, base - 5, dark, 140)
            stripes = max(4, int((self.width - 12) / 9))
            for i in range(stripes):
                a, b = (x0 + 3 + (self.width - 6) * k / stripes for k in (i, i + 1))
                colour = self.awning if i % 2 == 0 else (236, 230, 218)
                pen.polygon([(a, top), (b, top), (b - 1, top + 11), (a - 1, top + 11)], shade(colour, ambient))
        else:
            w = (self.width - 34) / 2 - 6
            for x in (x0 + 7, x0 + 11 + w):
                pen.box(x - 1.5, top + 4.5, x + w + 1.5, base - 10.5, pale)
                pen.box(x, top + 6, x + w, base - 12, mix(glass, (255, 214, 150), open_shop * .5))
        pen.box(x1 - 20, top + 8, x1 - 6, base, pale)
        pen.box(x1 - 18.5, top + 9.5, x1 - 7.5, base, shade(self.door, ambient))


class Street:
    """One random street. `rng` decides its houses, trees, lamps, clouds and the exact position of the road."""

    def __init__(self, rng):
        self.base = rng.uniform(230, 238)           # foot of the houses
        self.kerb = self.base + rng.uniform(17, 21)
        self.near_kerb = rng.uniform(334, 342)
        self.buildings, x = [], rng.uniform(-60, 0)
        while x < WIDTH:
            width = rng.uniform(62, 116)
            self.buildings.append(Building(rng, x, width, rng.uniform(84, 176)))
            x += width + (rng.uniform(10, 34) if rng.random() < .3 else 0)
        self.skyline = [(x + rng.uniform(-8, 8), rng.uniform(24, 44), rng.uniform(60, 150))
                        for x in range(-20, WIDTH, 30)]
        spacing = rng.uniform(140, 190)
        first = rng.uniform(20, 110)
        self.lamps = [first + spacing * i for i in range(5) if first + spacing * i < WIDTH]
        self.trees = [(lamp + spacing * rng.uniform(.3, .7), rng.uniform(.8, 1.2), rng.randrange(10 ** 6))
                      for lamp in [first - spacing] + self.lamps if rng.random() < .75]
        self.post_box = rng.uniform(30, WIDTH - 30) if rng.random() < .5 else None
        self.bench = rng.uniform(30, WIDTH - 30) if rng.random() < .6 else None
        self.clouds = [(rng.uniform(0, WIDTH + 160), rng.uniform(18, 100), rng.uniform(.6, 1.3), rng.randrange(10 ** 6))
                       for _ in range(rng.randint(2, 5))]
        self.stars = [(rng.uniform(0, WIDTH), rng.uniform(0, 150), rng.uniform(.35, .9)) for _ in range(90)]
        self.sun_x, self.moon_x = rng.uniform(60, WIDTH - 60), rng.uniform(60, WIDTH - 60)
        self.moon_y = rng.uniform(30, 64)
        self.lamp_light = self.light_of_lamps()

    def light_of_lamps(self):
        picture = np.zeros((HEIGHT, WIDTH, 3), np.float32)
        for x in self.lamps:
            y = self.kerb - 92
            add_glow(picture, x + 15, y, 11, 10, (255, 240, 210), .9)
            add_glow(picture, x + 15, y + 4, 52, 48, LAMP_COLOUR, .42)
            add_glow(picture, x + 15, self.kerb + 14, 92, 42, LAMP_COLOUR, .34)
            add_glow(picture, x + 15, self.base - 40, 60, 76, LAMP_COLOUR, .16)
        return picture

    def paint(self, light, drift=0.0):
        """The street without a car and without shining lights, on the enlarged canvas."""
        image = self.paint_sky(light)
        pen = Pen(image)
        ambient = at_light(AMBIENT, light)
        self.paint_heaven(pen, light, drift)
        low = at_light(SKY_LOW, light)
        haze = mix(shade((112, 126, 150), ambient), low, .45)
        for x, width, height in self.skyline:
            pen.box(x, self.base - height, x + width, self.base, haze)
        glass = mix(shade((86, 112, 140), ambient), at_light(SKY_TOP, light), .25)
        for building in self.buildings:
            building.paint(pen, self.base, light, ambient, glass)
        self.paint_ground(pen, ambient)
        self.paint_furniture(pen, light, ambient)
        return image

    @staticmethod
    def paint_sky(light):
        top, low = at_light(SKY_TOP, light), at_light(SKY_LOW, light)
        share = np.clip(np.arange(HEIGHT * SCALE) / (205 * SCALE), 0, 1)[:, None] ** .95
        column = np.float32(top) * (1 - share) + np.float32(low) * share
        return Image.fromarray(column.round().astype(np.uint8)[:, None, :]).resize((WIDTH * SCALE, HEIGHT * SCALE))

    def paint_heaven(self, pen, light, drift):
        night = between(light, .36, .15)
        for x, y, r in self.stars:
            pen.disc(x, y, r, r, (255, 255, 240), 230 * night * (.5 + r / 2))
        sun_y = 44 + (1 - light) * 330
        if sun_y < 260:
            warm = mix((255, 150, 80), (255, 244, 196), between(light, .55, .95))
            for r, alpha in ((46, 22), (36, 30), (27, 44)):
                pen.disc(self.sun_x, sun_y, r, r, warm, alpha)
            pen.disc(self.sun_x, sun_y, 19, 19, warm)
        if night > 0:
            y = self.moon_y + (1 - night) * 60
            for r, alpha in ((34, 12), (26, 18)):
                pen.disc(self.moon_x, y, r, r, (200, 214, 255), alpha * night)
            pen.disc(self.moon_x, y, 15, 15, (236, 238, 226), 255 * night)
            for dx, dy, r in ((-5, -3, 3.2), (4, 4, 2.6), (5, -5, 1.8)):
                pen.disc(self.moon_x + dx, y + dy, r, r, (206, 208, 200), 255 * night)
        low = at_light(SKY_LOW, light)
        body = mix(low, shade((255, 255, 255), at_light(AMBIENT, light)), .6)
        for x, y, size, seed in self.clouds:
            bumps = np.random.RandomState(seed).uniform(.6, 1.2, 5)
            cx = (x + drift * (1.2 + size)) % (WIDTH + 200) - 100
            for under, colour in ((3, mix(body, at_light(SKY_TOP, light), .35)), (0, body)):
                for i, bump in enumerate(bumps):
                    r = 13 * size * bump * (1 - abs(i - 2) * .22)
                    pen.disc(cx + (i - 2) * 16 * size, y + under - r * .3, r * 1.35, r, colour)

    def paint_ground(self, pen, ambient):
        base, kerb, near = self.base, self.kerb, self.near_kerb
        slab, joint = shade((178, 172, 162), ambient), shade((150, 144, 136), ambient)
        pen.box(0, base, WIDTH, kerb, slab)
        for i in range(-30, 31):                    # joints run towards a vanishing point behind the houses
            pen.line([(320 + i * 26, base), (320 + i * 30, kerb)], .6, joint)
        pen.box(0, (base + kerb) / 2 - 1, WIDTH, (base + kerb) / 2 - .5, joint)
        pen.box(0, kerb, WIDTH, kerb + 3, shade((206, 202, 194), ambient))
        pen.box(0, kerb + 3, WIDTH, near, shade((84, 86, 92), ambient))
        pen.box(0, kerb + 3, WIDTH, kerb + 6, shade((62, 64, 70), ambient))
        middle = kerb + (near - kerb) * .44
        for i in range(-9, 10):
            a, b = i * 54, i * 54 + 30
            pen.polygon([(320 + a, middle), (320 + b, middle), (320 + b * 1.04, middle + 3.5),
                         (320 + a * 1.04, middle + 3.5)], shade((226, 224, 214), ambient))
        pen.box(0, near - 5, WIDTH, near - 3, shade((214, 188, 96), ambient), 200)
        pen.box(0, near, WIDTH, near + 4, shade((206, 202, 194), ambient))
        pen.box(0, near + 4, WIDTH, HEIGHT, slab)
        for i in range(-12, 13):
            pen.line([(320 + i * 52, near + 4), (320 + i * 57, HEIGHT)], .8, joint)

    def paint_furniture(self, pen, light, ambient):
        foot = self.kerb - 3
        if self.bench is not None:
            wood = shade((140, 96, 58), ambient)
            for y in (11, 15):
                pen.box(self.bench - 15, foot - y - 2.5, self.bench + 15, foot - y, wood)
            pen.box(self.bench - 15, foot - 8, self.bench + 15, foot - 6, wood)
            for x in (-12, 10):
                pen.box(self.bench + x, foot - 8, self.bench + x + 2, foot, shade((50, 50, 54), ambient))
        if self.post_box is not None:
            red = shade((190, 40, 40), ambient)
            pen.box(self.post_box - 5, foot - 24, self.post_box + 5, foot, red)
            pen.disc(self.post_box, foot - 24, 5, 3, red)
            pen.box(self.post_box - 3, foot - 20, self.post_box + 3, foot - 18.5, shade((30, 20, 20), ambient))
        for x, size, seed in self.trees:
            self.paint_tree(pen, x, foot, size, seed, ambient)
        metal = shade((58, 64, 68), ambient)
        for x in self.lamps:
            top = self.kerb - 100
            pen.box(x - 1.3, top + 3, x + 1.3, foot + 1, metal)
            pen.box(x - 3, foot - 9, x + 3, foot + 1, metal)
            pen.line([(x, top + 6), (x + 4, top), (x + 15, top)], 2, metal)
            pen.polygon([(x + 8, top + 5), (x + 11, top - 1), (x + 19, top - 1), (x + 22, top + 5)], metal)
            bulb = mix(shade((230, 230, 220), ambient), (255, 244, 214), self.lamps_on(light))
            pen.disc(x + 15, top + 5.5, 5.5, 2.5, bulb)

    @staticmethod
    def lamps_on(light):
        """The street lamps come on when night falls."""
        return between(light, NIGHT_BELOW + .01, NIGHT_BELOW - .05)

    @staticmethod
    def paint_tree(pen, x, foot, size, seed, ambient):
        rng = np.random.RandomState(seed)
        pen.polygon([(x - 3 * size, foot), (x - 1.6 * size, foot - 50 * size), (x + 1.6 * size, foot - 50 * size),
                     (x + 3 * size, foot)], shade((98, 72, 52), ambient))
        for layer, colour in enumerate(((52, 96, 58), (72, 124, 66), (100, 152, 80))):
            for _ in range(11):
                angle, far = rng.uniform(0, 2 * math.pi), rng.uniform(0, 1) ** .6
                dx, dy = math.cos(angle) * far * 21, math.sin(angle) * far * 19
                r = rng.uniform(6, 10) - layer * 1.6
                pen.disc(x + (dx - layer * 2) * size, foot - (64 - dy * .9 + layer * 4) * size, r * size, r * size,
                         shade(colour, ambient))


# ---------------------------------------------------------------- cars

# Outlines face right: x from the rear bumper, y upwards from the road.
MODELS = {
    "saloon": dict(length=180, wheels=(36, 142), belt=41, outline=(
        (4, 12), (1, 24), (4, 38), (14, 43), (42, 44), (64, 60), (106, 60), (134, 43), (166, 38), (177, 31), (180, 20),
        (175, 12)), windows=(((48, 43), (66, 57), (83, 57), (83, 43)), ((87, 43), (87, 57), (105, 57), (126, 43)))),
    "hatchback": dict(length=158, wheels=(30, 126), belt=42, outline=(
        (3, 12), (0, 28), (5, 46), (22, 62), (88, 63), (118, 45), (148, 39), (157, 30), (158, 18), (153, 12)),
        windows=(((15, 45), (27, 59), (52, 60), (52, 44)), ((57, 44), (57, 60), (86, 60), (109, 44)))),
    "estate": dict(length=182, wheels=(38, 146), belt=44, outline=(
        (4, 14), (0, 30), (4, 48), (14, 65), (112, 66), (138, 47), (170, 42), (181, 33), (182, 20), (177, 14)),
        windows=(((12, 47), (20, 62), (58, 62), (58, 46)), ((63, 46), (63, 62), (90, 62), (90, 46)),
                 ((95, 46), (95, 62), (110, 62), (129, 46)))),
    "van": dict(length=188, wheels=(38, 150), belt=46, outline=(
        (3, 13), (0, 40), (1, 70), (8, 77), (116, 78), (134, 72), (154, 48), (180, 41), (188, 30), (187, 18), (182, 13)),
        windows=(((112, 48), (112, 71), (129, 70), (146, 48)),)),
}
REDS = ((204, 30, 32), (222, 38, 40), (178, 20, 30))
OTHERS = {"blue": (42, 92, 190), "white": (236, 238, 240), "green": (46, 138, 74), "yellow": (238, 200, 44),
          "black": (38, 40, 46), "silver": (164, 170, 178), "teal": (44, 140, 150), "navy": (34, 48, 104)}


def smooth(points, rounds=2):
    """Cuts the corners of a closed outline (Chaikin), which turns it into a curve."""
    for _ in range(rounds):
        points = [mix(a, b, share) for a, b in zip(points, points[1:] + points[:1]) for share in (.25, .75)]
    return points


class Car:
    """`lane` is "near" (drives to the right) or "far" (drives to the left, a little smaller)."""

    def __init__(self, model, colour, lane, size=1.0):
        self.colour, self.lane = colour, lane
        self.model = MODELS[model]
        self.size = size * (1.0 if lane == "near" else .86)
        self.direction = 1 if lane == "near" else -1
        self.length = self.model["length"] * self.size

    def visible_share(self, left):
        """Share of the car's length inside the picture when its left end is at x = `left`."""
        return max(0.0, min(WIDTH, left + self.length) - max(0.0, left)) / self.length

    def place(self, street, left):
        share = .26 if self.lane == "far" else .80
        ground = street.kerb + (street.near_kerb - street.kerb) * share + 2

        def put(x, y):
            x = x * self.size
            return (left + x if self.direction > 0 else left + self.length - x), ground - y * self.size
        return put, ground

    def paint(self, pen, street, left, light):
        put, ground = self.place(street, left)
        ambient = at_light(AMBIENT, light)
        # Street lamps and the moon keep the paint of a near car from drowning in the dark.
        ambient = tuple(max(a, floor) for a, floor in zip(ambient, (.52, .50, .54)))
        size, model, length = self.size, self.model, self.model["length"]

        def polygon(points, colour, alpha=255):
            pen.polygon([put(*p) for p in points], colour, alpha)

        cx = left + self.length / 2
        for grow, alpha in ((1.0, 50), (.94, 60), (.86, 70)):
            pen.disc(cx, ground, self.length * .5 * grow, 6 * size * grow, (0, 0, 0), alpha)
        body = shade(self.colour, ambient)
        shine = shade((255, 255, 255), ambient)
        outline = smooth(list(model["outline"]))
        polygon(outline, mix(body, (0, 0, 0), .12))
        belt = model["belt"]
        polygon([(x, min(y, belt - 1)) for x, y in outline], body)
        polygon([(x, min(y, 21)) for x, y in outline], mix(body, (0, 0, 0), .28))
        polygon([(x, min(y, 14.5)) for x, y in outline], mix(body, (0, 0, 0), .62))
        pen.line([put(6, belt - 5), put(length - 16, belt - 7)], 1.1 * size, mix(body, shine, .5), 200)
        top = max(y for _, y in model["outline"])
        roof = [x for x, y in model["outline"] if y > top - 3]
        pen.line([put(min(roof) + 3, top - 1.8), put(max(roof) - 3, top - 1.8)], 1.2 * size, shine, 90)
        glass = mix(shade((46, 62, 78), ambient), at_light(SKY_LOW, light), .18)
        for window in model["windows"]:
            polygon(window, glass)
            (ax, ay), (bx, by) = window[0], window[2]
            polygon([mix(window[0], window[1], .5), mix(window[0], window[1], .95),
                     mix(window[1], window[2], .45), mix(window[0], window[3], .2)], shine, 46)
        for window in model["windows"]:
            x = window[3][0] + (2 if window[3][0] < 100 else -18)
            pen.line([put(x, belt), put(x - 1, 17)], .7 * size, mix(body, (0, 0, 0), .45))
            pen.line([put(x - 10, belt - 9), put(x - 4, belt - 9)], 1.4 * size, mix(body, (0, 0, 0), .45))
        dark = between(light, .6, .45)
        polygon([(length - 13, 34), (length - 5, 32), (length - 1, 26), (length - 12, 28)],
                mix(shade((236, 240, 240), ambient), (255, 252, 226), dark))
        polygon([(2, 38), (8, 39), (7, 29), (1.2, 30)], mix(shade((150, 26, 28), ambient), (255, 60, 48), dark))
        turn = left / (15 * size)
        for x in model["wheels"]:
            wx, wy = put(x, 15)
            pen.disc(wx, wy, 18 * size, 18 * size, mix(body, (0, 0, 0), .75))
            pen.disc(wx, wy + size, 15.5 * size, 15.5 * size, shade((34, 34, 38), ambient))
            pen.disc(wx, wy + size, 9.5 * size, 9.5 * size, shade((176, 180, 186), ambient))
            for spoke in range(5):
                angle = turn + spoke * 2 * math.pi / 5
                pen.line([(wx, wy + size), (wx + math.cos(angle) * 8.5 * size, wy + size + math.sin(angle) * 8.5 * size)],
                         2 * size, shade((84, 88, 96), ambient))
            pen.disc(wx, wy + size, 2.5 * size, 2.5 * size, shade((70, 72, 78), ambient))

    def add_lights(self, picture, street, left, light):
        on = between(light, .6, .4)
        if on <= 0:
            return
        put, ground = self.place(street, left)
        length, d = self.model["length"], self.direction
        strength = on * (1.0 if light < NIGHT_BELOW else .6)
        x, y = put(length - 4, 30)
        add_beam(picture, x, y, d, 170 * self.size, .62 * strength)
        add_glow(picture, x + d * 80 * self.size, ground, 95 * self.size, 14, (255, 238, 190), .3 * strength)
        add_glow(picture, x, y, 16, 14, (255, 246, 214), .9 * strength)
        x, y = put(2, 34)
        add_glow(picture, x, y, 15, 12, (255, 40, 30), .8 * strength)


def render(street, light, car=None, left=0.0, drift=0.0, noise=1.3, rng=None, canvas=None):
    """The finished picture as a uint8 array. `canvas` saves painting the same street twice."""
    canvas = street.paint(light, drift) if canvas is None else canvas.copy()
    if car is not None:
        car.paint(Pen(canvas), street, left, light)
    picture = np.asarray(canvas.reduce(SCALE)).astype(np.float32)
    on = street.lamps_on(light)
    if on > 0:
        picture += street.lamp_light * np.float32(on)
    if car is not None:
        car.add_lights(picture, street, left, light)
    if noise and rng is not None:
        picture += rng.standard_normal((HEIGHT, WIDTH, 1), dtype=np.float32) * np.float32(noise)
    return np.clip(picture + .5, 0, 255).astype(np.uint8)
