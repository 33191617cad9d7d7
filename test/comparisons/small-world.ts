import { parsePeriod } from '../../src/indicators/period';
import type { TestServer } from '../support/server';

interface CouncilOptions {
  type?: string;
  region?: string;
  county?: string;
  abolished?: boolean;
  /** At the census of 2021. */
  population?: number;
}

interface Figure {
  lower?: number;
  upper?: number;
  marker?: string;
  note?: string;
}

export interface MadeUpFigure extends Figure {
  indicator: string;
  area: string;
  period: string;
  value: number | null;
}

const PREFIXES: Record<string, string> = {
  UNITARY_AUTHORITY: 'E06',
  NON_METROPOLITAN_DISTRICT: 'E07',
  METROPOLITAN_DISTRICT: 'E08',
  COUNTY: 'E10',
};

/** Councils, indicators and figures made up for a test, small enough to work its answers out by hand. */
export class SmallWorld {
  private councils = 0;
  readonly england = 'E92000001';

  private constructor(private readonly server: TestServer) {}

  static async make(server: TestServer): Promise<SmallWorld> {
    const world = new SmallWorld(server);
    await server.dataSource.query(
      `insert into publication (revision, kind, title) values (1, 'REFERENCE_FIGURES', 'Small world')`,
    );
    await world.area(world.england, 'England', 'COUNTRY');
    await world.indicator('population', { unit: 'people', direction: 'CONTEXT_ONLY' });
    return world;
  }

  /** Changes a published table as a publication does: the database lets nobody else. */
  private publish(sql: string, parameters: unknown[]): Promise<void> {
    return this.server.dataSource.transaction(async (manager) => {
      await manager.query(`select set_config('oscdr.revision_made', '1', true)`);
      await manager.query(sql, parameters);
    });
  }

  async area(code: string, name: string, kind: string): Promise<string> {
    await this.publish('insert into area (code, name, kind, search_text) values ($1, $2, $3, $2)', [code, name, kind]);
    await this.findable(code);
    return code;
  }

  private findable(code: string): Promise<unknown> {
    return this.server.dataSource.query(
      'insert into area_code (code, area_id) select code, id from area where code = $1',
      [code],
    );
  }

  /** Makes a council and gives its GSS code. */
  async council(name: string, options: CouncilOptions = {}): Promise<string> {
    const { type = 'METROPOLITAN_DISTRICT', region, county, abolished = false, population } = options;
    const code = `${PREFIXES[type]}${String(++this.councils).padStart(6, '0')}`;
    await this.publish(
      `insert into area (code, name, official_name, kind, type, search_text, is_current, region_id, county_id)
       values ($1, $2, $2, 'COUNCIL', $3, $2, $4, (select id from area where code = $5), (select id from area where code = $6))`,
      [code, name, type, !abolished, region ?? null, county ?? null],
    );
    await this.findable(code);
    if (population !== undefined) await this.figure('population', code, '2021-03-21', population);
    return code;
  }

  async indicator(code: string, options: { unit?: string; direction?: string; domain?: string } = {}): Promise<string> {
    const { unit = 'percent', direction = 'HIGHER_IS_BETTER', domain = 'WELLBEING' } = options;
    await this.publish(
      `insert into indicator (code, name, domain, description, unit, direction, source, licence, derived)
       values ($1, 'Made up', $4, 'Made up', $2, $3, 'Made up', 'None', false)`,
      [code, unit, direction, domain],
    );
    return code;
  }

  figure(indicator: string, area: string, period: string, value: number | null, rest: Figure = {}): Promise<void> {
    return this.figures([{ indicator, area, period, value, ...rest }]);
  }

  async figures(figures: MadeUpFigure[]): Promise<void> {
    await this.server.dataSource.query(
      `insert into observation (indicator_id, area_id, period_start, period_end, value, lower, upper, marker, note, revision)
       select indicator.id, area.id, start, "end", value, lower, upper, marker, note, 1
       from json_to_recordset($1) as figure(indicator text, area text, start date, "end" date, value float8,
         lower float8, upper float8, marker text, note text)
       join indicator on indicator.code = figure.indicator join area on area.code = figure.area`,
      [JSON.stringify(figures.map((figure) => ({ ...figure, ...parsePeriod(figure.period) })))],
    );
  }

  async neighbours(council: string, ...neighbours: string[]): Promise<void> {
    await this.server.dataSource.query(
      `insert into statistical_neighbour (council_id, rank, neighbour_id)
       select council.id, wanted.rank, area.id from area council, unnest($2::text[]) with ordinality wanted(code, rank)
       join area using (code) where council.code = $1`,
      [council, neighbours],
    );
  }

  async succession(successor: string, ...predecessors: string[]): Promise<void> {
    await this.server.dataSource.query(
      `insert into area_succession (predecessor_id, successor_id)
       select predecessor.id, successor.id from area predecessor, area successor
       where successor.code = $1 and predecessor.code = any($2)`,
      [successor, predecessors],
    );
  }

  /** What the API answers of a comparison. */
  async comparison(council: string, indicator: string, fields: string, days = ''): Promise<any> {
    const answer = await this.server.query(
      `query ($council: String!, $indicator: String!) {
         council(gssCode: $council) { comparison(indicator: $indicator ${days}) { ${fields} } } }`,
      { council, indicator },
    );
    return answer.council.comparison;
  }

  async distribution(indicator: string, args: string, fields: string): Promise<any> {
    return (
      await this.server.query(
        `query ($code: String!) { indicator(code: $code) { distribution${args} { ${fields} } } }`,
        {
          code: indicator,
        },
      )
    ).indicator.distribution;
  }
}
