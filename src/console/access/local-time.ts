/** The time of a field for a local date and time, as RFC 3339; undefined if it is empty. */
export const toTime = (local: string): string | undefined => {
  const time = new Date(local);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
};
