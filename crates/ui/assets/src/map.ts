// The finder's map: MapLibre over tiles of the installation, or over the coast lines that are built in. A script of its
// own, because most pages have no map.
import { Map as Chart, Marker, NavigationControl, Popup, setWorkerUrl, type StyleSpecification } from "maplibre-gl";
import { make } from "./dom";

interface Center {
  id: string;
  at: [number, number];
  name: string;
}

interface Town {
  at: [number, number];
  name: string;
}

interface Card {
  name: string;
  organization: string;
  address: string;
  phone: string;
  is_open: boolean;
  state: string;
  hours: [string, string][];
  url: string;
}

interface Points {
  points: [string, number, number, string][];
  towns: [number, number, string][];
}

/** Markers nearer than this many pixels to each other become one with their number. */
const CROWD = 44;
/** How near a single center, or the place one asked about, is shown. */
const STREET = 12.5;

const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

function color(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function style(box: HTMLElement): StyleSpecification {
  const tiles = box.dataset.tiles;
  if (tiles) {
    return {
      version: 8,
      sources: { tiles: { type: "raster", tiles: [new URL(tiles, location.href).href.replaceAll("%7B", "{").replaceAll("%7D", "}")], tileSize: 256 } },
      layers: [{ id: "tiles", type: "raster", source: "tiles" }],
    };
  }
  return {
    version: 8,
    sources: { land: { type: "geojson", data: new URL(box.dataset.land ?? "", location.href).href, tolerance: 0.4 } },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": color("--map-sea") } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": color("--map-land") } },
      { id: "coast", type: "line", source: "land", paint: { "line-color": color("--map-coast"), "line-width": 1 } },
    ],
  };
}

function recolor(chart: Chart): void {
  if (!chart.getLayer("land")) return;
  chart.setPaintProperty("sea", "background-color", color("--map-sea"));
  chart.setPaintProperty("land", "fill-color", color("--map-land"));
  chart.setPaintProperty("coast", "line-color", color("--map-coast"));
}

/** What a click on a marker shows (R178). */
function content(card: Card, details: string): HTMLElement {
  const box = make("div", { class: "map-card" });
  const phone = make("p", { class: "map-card-phone" });
  phone.append(make("a", { href: `tel:${card.phone.replaceAll(/[^+\d]/g, "")}` }, card.phone));
  const hours = make("ul", { class: "center-hours" });
  for (const [days, open] of card.hours) {
    const line = make("li");
    line.append(make("span", {}, days), ` ${open}`);
    hours.append(line);
  }
  box.append(
    make("h2", { class: "map-card-name" }, card.name),
    make("p", { class: "map-card-address" }, card.address),
    make("p", { class: `center-state${card.is_open ? " center-state--open" : ""}` }, card.state),
    hours,
    phone,
    make("a", { class: "map-card-more", href: card.url }, details),
  );
  return box;
}

/** Markers, those of a crowd as one. */
class Markers {
  private shown: Marker[] = [];

  constructor(
    private readonly chart: Chart,
    private readonly box: HTMLElement,
    private readonly centers: Center[],
    private readonly words: string[],
  ) {}

  draw(): void {
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.center : undefined;
    for (const marker of this.shown) marker.remove();
    this.shown = this.crowds().map((crowd) => this.marker(crowd));
    if (focused) this.element(focused)?.focus({ preventScroll: true });
  }

  element(id: string): HTMLElement | null {
    return this.box.querySelector<HTMLElement>(`[data-center="${CSS.escape(id)}"]`);
  }

  private crowds(): Center[][] {
    const crowds: { x: number; y: number; centers: Center[] }[] = [];
    for (const center of this.centers) {
      const { x, y } = this.chart.project(center.at);
      const crowd = crowds.find((one) => Math.hypot(one.x - x, one.y - y) < CROWD);
      if (crowd) crowd.centers.push(center);
      else crowds.push({ x, y, centers: [center] });
    }
    return crowds.map((crowd) => crowd.centers);
  }

  private marker(crowd: Center[]): Marker {
    const [first] = crowd;
    if (crowd.length > 1) {
      const label = `${this.words[2] ?? ""}: ${crowd.length}`;
      const element = make("button", { class: "map-crowd", type: "button", "aria-label": label }, String(crowd.length));
      element.addEventListener("click", () => this.approach(crowd));
      return new Marker({ element }).setLngLat(first!.at).addTo(this.chart);
    }
    const element = make("button", { class: "map-pin", type: "button", "aria-label": first!.name, "data-center": first!.id });
    element.addEventListener("click", (event) => {
      event.stopPropagation();
      void this.open(first!);
    });
    return new Marker({ element, anchor: "bottom" }).setLngLat(first!.at).addTo(this.chart);
  }

  private approach(crowd: Center[]): void {
    const [west, south, east, north] = bounds(crowd);
    if (west === east && south === north) {
      void this.open(crowd[0]!);
      return;
    }
    this.chart.fitBounds([west, south, east, north], { padding: 60, maxZoom: 15, animate: !calm });
  }

  private async open(center: Center): Promise<void> {
    const answer = await fetch(`${this.box.dataset.centers}/${center.id}/card`);
    if (!answer.ok) return;
    const card = (await answer.json()) as Card;
    const popup = new Popup({ offset: 40, maxWidth: "320px", closeButton: true, className: "map-popup" })
      .setLngLat(center.at)
      .setDOMContent(content(card, this.words[3] ?? ""))
      .addTo(this.chart);
    popup.getElement()?.querySelector(".maplibregl-popup-close-button")?.setAttribute("aria-label", this.words[4] ?? "");
    const line = document.getElementById(`center-${center.id}`);
    for (const other of document.querySelectorAll(".center--chosen")) other.classList.remove("center--chosen");
    line?.classList.add("center--chosen");
  }
}

/** Names of towns where they find room. */
class Labels {
  private shown: Marker[] = [];

  constructor(
    private readonly chart: Chart,
    private readonly towns: Town[],
  ) {}

  draw(): void {
    for (const marker of this.shown) marker.remove();
    this.shown = [];
    const taken: [number, number, number, number][] = [];
    for (const town of this.towns) {
      const { x, y } = this.chart.project(town.at);
      const half = town.name.length * 4 + 8;
      const place: [number, number, number, number] = [x - half, y, x + half, y + 26];
      if (taken.some((other) => place[0] < other[2] && place[2] > other[0] && place[1] < other[3] && place[3] > other[1])) continue;
      taken.push(place);
      const element = make("span", { class: "map-town", "aria-hidden": "true" }, town.name);
      this.shown.push(new Marker({ element, anchor: "top", offset: [0, 4] }).setLngLat(town.at).addTo(this.chart));
    }
  }
}

function bounds(centers: { at: [number, number] }[]): [number, number, number, number] {
  const easts = centers.map(({ at }) => at[0]);
  const norths = centers.map(({ at }) => at[1]);
  return [Math.min(...easts), Math.min(...norths), Math.max(...easts), Math.max(...norths)];
}

function look(chart: Chart, box: HTMLElement, centers: Center[]): void {
  const near = box.dataset.near?.split(",").map(Number);
  if (near?.length === 2) {
    const at: [number, number] = [near[1]!, near[0]!];
    const element = make("span", { class: "map-here", role: "img", "aria-label": box.dataset.words?.split("|")[5] ?? "" });
    new Marker({ element }).setLngLat(at).addTo(chart);
    const closest = centers.slice(0, 5);
    const [west, south, east, north] = bounds([...closest, { at }]);
    chart.fitBounds([west, south, east, north], { padding: 70, maxZoom: STREET, animate: false });
    return;
  }
  if (centers.length === 0) return;
  const [west, south, east, north] = bounds(centers);
  chart.fitBounds([west, south, east, north], { padding: { top: 70, bottom: 40, left: 50, right: 50 }, maxZoom: STREET, animate: false });
}

/** Shows the map in this box. */
export async function show(box: HTMLElement): Promise<void> {
  const answer = await fetch(box.dataset.points ?? "");
  if (!answer.ok) throw new Error("no points");
  const { points, towns } = (await answer.json()) as Points;
  const centers: Center[] = points.map(([id, north, east, name]) => ({ id, at: [east, north], name }));
  const words = (box.dataset.words ?? "").split("|");
  setWorkerUrl(new URL(box.dataset.worker ?? "", location.href).href);
  const attribution = box.dataset.attribution;
  const chart = new Chart({
    container: box,
    style: style(box),
    center: [90, 60],
    zoom: 1.6,
    minZoom: 1,
    maxZoom: box.dataset.tiles ? 19 : 15,
    attributionControl: attribution ? { compact: true, customAttribution: attribution } : false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    renderWorldCopies: false,
    fadeDuration: 0,
    cooperativeGestures: false,
    locale: {
      "NavigationControl.ZoomIn": words[0] ?? "",
      "NavigationControl.ZoomOut": words[1] ?? "",
      "Map.Title": box.dataset.title ?? "",
      "Popup.Close": words[4] ?? "",
      "Marker.Title": "",
    },
  });
  chart.touchZoomRotate.disableRotation();
  // The page scrolls under the wheel; the map is moved by its buttons, by dragging and by two fingers.
  chart.scrollZoom.disable();
  chart.addControl(new NavigationControl({ showCompass: false }), "top-right");
  look(chart, box, centers);
  const markers = new Markers(chart, box, centers, words);
  const labels = new Labels(chart, box.dataset.tiles ? [] : towns.map(([north, east, name]) => ({ at: [east, north], name })));
  const draw = (): void => {
    labels.draw();
    markers.draw();
  };
  chart.on("moveend", draw);
  chart.on("resize", draw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => recolor(chart));
  draw();
  for (const line of document.querySelectorAll<HTMLElement>(".center[data-center]")) {
    const pin = (): HTMLElement | null => markers.element(line.dataset.center ?? "");
    line.addEventListener("pointerenter", () => pin()?.classList.add("map-pin--chosen"));
    line.addEventListener("pointerleave", () => pin()?.classList.remove("map-pin--chosen"));
  }
  box.dataset.ready = "1";
}
