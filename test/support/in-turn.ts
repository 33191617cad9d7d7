/** How many questions a server is asked at the same time: so many that PostgreSQL and the server both have work. */
const AT_ONCE = 6;

/** Does something for each of many, some at the same time. */
export async function inTurn<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = items.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const item of waiting) await work(item);
    }),
  );
}
