/**
 * Makes the test that a filter stands for: whether a text holds `filter`, upper and lower case alike; of `!text`,
 * whether it does not hold `text`. An empty filter lets everything through.
 */
export function textFilter(filter: string): (text: string) => boolean {
  const inverse = filter.startsWith("!");
  const wanted = (inverse ? filter.slice(1) : filter).toLowerCase();
  if (wanted === "") return () => true;
  return (text) => text.toLowerCase().includes(wanted) !== inverse;
}
