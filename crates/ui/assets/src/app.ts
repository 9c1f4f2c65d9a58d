// Everything here is a convenience: each page works without it.
import { calendar } from "./calendar";
import { candidates } from "./candidates";
import { countdown, moveOn, resend } from "./countdown";
import { each } from "./dom";
import { locate, map, towns } from "./finder";
import { live } from "./live";
import { menu } from "./menu";
import { passkey } from "./passkey";
import { reveal } from "./reveal";
import { same } from "./same";
import { strength } from "./strength";

each("error-summary", (summary) => summary.focus());
each("reveal", reveal);
each("strength", strength);
each("same", same);
each("candidates", candidates);
each("calendar", calendar);
each("countdown", countdown);
each("resend", resend);
each("move-on", moveOn);
each("send", (form) => (form as HTMLFormElement).requestSubmit());
each("live", live);
each("menu", menu);
each("passkey", passkey);
each("towns", towns);
each("locate", locate);
each("map", map);
