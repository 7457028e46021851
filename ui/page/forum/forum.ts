import { start_acts } from "./acts";
import { enhance } from "./composer";
import { start_keys } from "./keys";

// On the composer's own page too: draft, preview and a clear answer without losing a word.
const composer = document.querySelector<HTMLFormElement>("form.composer");
if (composer && document.querySelector("#conversation")) {
  enhance(composer);
  start_keys();
  void start_acts();
}
