// Draws images/icon.png: a document whose last line is still open, with a check mark.

import { writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

const SIZE = 128;
/** Each pixel is the mean of so many points, squared. */
const FINE = 4;

const deep = [11, 61, 79];
const paper = [247, 250, 249];
const ink = [148, 178, 184];
const open = [240, 160, 40];
const good = [38, 166, 120];

/** How far a point is from a box with round corners; negative inside. */
function box(x, y, left, top, right, bottom, round) {
    const dx = Math.abs(x - (left + right) / 2) - (right - left) / 2 + round;
    const dy = Math.abs(y - (top + bottom) / 2) - (bottom - top) / 2 + round;
    return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - round;
}

function circle(x, y, cx, cy, radius) {
    return Math.hypot(x - cx, y - cy) - radius;
}

/** How far a point is from a stroke between two others. */
function stroke(x, y, ax, ay, bx, by, width) {
    const [px, py, dx, dy] = [x - ax, y - ay, bx - ax, by - ay];
    const t = Math.min(1, Math.max(0, (px * dx + py * dy) / (dx * dx + dy * dy)));
    return Math.hypot(px - t * dx, py - t * dy) - width / 2;
}

/** The shapes from back to front. */
const shapes = [
    [(x, y) => box(x, y, 0, 0, 128, 128, 26), deep],
    [(x, y) => box(x, y, 27, 20, 93, 108, 9), paper],
    [(x, y) => box(x, y, 38, 33, 68, 41, 4), deep],
    [(x, y) => box(x, y, 38, 51, 82, 57, 3), ink],
    [(x, y) => box(x, y, 38, 66, 76, 72, 3), ink],
    [(x, y) => box(x, y, 38, 81, 58, 87, 3), open],
    [(x, y) => circle(x, y, 89, 91, 26), deep],
    [(x, y) => circle(x, y, 89, 91, 21), good],
    [(x, y) => Math.min(stroke(x, y, 79, 92, 86, 99, 6), stroke(x, y, 86, 99, 99, 84, 6)), paper],
];

function colour(x, y) {
    const hit = shapes.findLast(([distance]) => distance(x, y) <= 0);
    return hit === undefined ? [0, 0, 0, 0] : [...hit[1], 255];
}

function pixel(x, y) {
    const sum = [0, 0, 0, 0];
    for (let i = 0; i < FINE * FINE; i++) {
        const [r, g, b, a] = colour(x + ((i % FINE) + 0.5) / FINE, y + (Math.floor(i / FINE) + 0.5) / FINE);
        [r * a, g * a, b * a, a].forEach((value, at) => (sum[at] += value));
    }
    const alpha = sum[3];
    return alpha === 0
        ? [0, 0, 0, 0]
        : [...sum.slice(0, 3).map((value) => Math.round(value / alpha)), Math.round(alpha / (FINE * FINE))];
}

function chunk(type, data) {
    const body = Buffer.concat([Buffer.from(type), data]);
    const framed = Buffer.alloc(body.length + 8);
    framed.writeUInt32BE(data.length, 0);
    body.copy(framed, 4);
    framed.writeUInt32BE(crc32(body), body.length + 4);
    return framed;
}

const rows = Array.from({ length: SIZE }, (_, y) => [0, ...Array.from({ length: SIZE }, (_, x) => pixel(x, y)).flat()]);
const header = Buffer.alloc(13);
header.writeUInt32BE(SIZE, 0);
header.writeUInt32BE(SIZE, 4);
// Eight bits for each of red, green, blue and alpha.
header.set([8, 6, 0, 0, 0], 8);
const png = Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from(rows.flat()), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
]);
writeFileSync(new URL('../images/icon.png', import.meta.url), png);
