// The map that is built in: where land is, from Natural Earth (public domain). No borders of states, so that nobody can
// disagree with them; no other continent than the one the centers are on.
import { readFileSync } from "node:fs";
import { feature } from "topojson-client";

// West, south, east, north; the part beyond the date line lies at -180 to -165.
const PARTS = [[12, 36, 180, 83], [-180, 36, -165, 83]];
// Two digits are a kilometer, enough where one looks at a whole town.
const DIGITS = 100;
// Smaller islands are not seen.
const SMALLEST = 0.0015;

/** The part of a ring that lies on one side of a line (Sutherland and Hodgman). */
function cut(ring, axis, limit, keepsGreater) {
  const inside = (point) => (keepsGreater ? point[axis] >= limit : point[axis] <= limit);
  const out = [];
  for (let at = 0; at < ring.length; at += 1) {
    const [from, to] = [ring[(at + ring.length - 1) % ring.length], ring[at]];
    if (inside(from) !== inside(to)) {
      const share = (limit - from[axis]) / (to[axis] - from[axis]);
      out.push([from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])]);
    }
    if (inside(to)) out.push(to);
  }
  return out;
}

function clipped(ring, [west, south, east, north]) {
  const open = ring.slice(0, -1);
  return cut(cut(cut(cut(open, 0, west, true), 0, east, false), 1, south, true), 1, north, false);
}

function rounded(ring) {
  const out = [];
  for (const [east, north] of ring) {
    const point = [Math.round(east * DIGITS) / DIGITS, Math.round(north * DIGITS) / DIGITS];
    const last = out.at(-1);
    if (!last || last[0] !== point[0] || last[1] !== point[1]) out.push(point);
  }
  if (out.length > 2) out.push(out[0]);
  return out;
}

function area(ring) {
  let sum = 0;
  for (let at = 1; at < ring.length; at += 1) sum += ring[at - 1][0] * ring[at][1] - ring[at][0] * ring[at - 1][1];
  return Math.abs(sum) / 2;
}

/** GeoJSON of the land. */
export function land(file) {
  const atlas = JSON.parse(readFileSync(file, "utf8"));
  const whole = feature(atlas, atlas.objects.land);
  const shapes = whole.type === "FeatureCollection" ? whole.features.map((one) => one.geometry) : [whole.geometry];
  const polygons = shapes.flatMap((shape) => (shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates));
  const kept = [];
  for (const part of PARTS) {
    for (const polygon of polygons) {
      const rings = polygon.map((ring) => rounded(clipped(ring, part))).filter((ring) => ring.length > 3 && area(ring) > SMALLEST);
      if (rings.length > 0) kept.push(rings);
    }
  }
  return { type: "Feature", properties: {}, geometry: { type: "MultiPolygon", coordinates: kept } };
}
