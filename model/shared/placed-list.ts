/** The order of the contracts' lists: what is added comes last, and what was last takes the place of what is removed. */

export const append = <T>(list: readonly T[], item: T): readonly T[] => [...list, item];

/** Without the item, which is in the list. */
export function removed<T>(list: readonly T[], item: T): readonly T[] {
  const place = list.indexOf(item);
  const last = list.at(-1) as T;
  return list.with(place, last).slice(0, -1);
}
