// The page shows the newsroom's time; hovering tells the reader's own.
export function tell_local_time(): void {
  const format = new Intl.DateTimeFormat(document.documentElement.lang || undefined, {
    dateStyle: "full",
    timeStyle: "long",
  });
  const tell = (event: Event) => {
    const time = (event.target as Element).closest?.("time");
    if (!time || time.title || !time.dateTime.includes("T")) return;
    const moment = new Date(time.dateTime);
    if (!Number.isNaN(moment.getTime())) time.title = format.format(moment);
  };
  document.addEventListener("pointerover", tell);
  document.addEventListener("focusin", tell);
}
