import type { DataSource } from 'typeorm';

/** What the register holds, in numbers, for the line that the server says at its start. */
export interface RegisterCounts {
  revision: number;
  councils: number;
  recommendations: number;
  indicators: number;
  observations: number;
}

export async function countRegister(dataSource: DataSource): Promise<RegisterCounts> {
  const [counts] = await dataSource.query<[RegisterCounts]>(`
    select (select max(revision) from publication)::int4 as revision,
      (select count(*) from area where kind = 'COUNCIL' and is_current)::int4 as councils,
      (select count(*) from recommendation)::int4 as recommendations,
      (select count(*) from indicator)::int4 as indicators,
      (select count(*) from observation where value is not null)::int4 as observations
  `);
  return counts;
}
