import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Areas1763800002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table area (
        id int4 generated always as identity constraint area_pk primary key,
        code text not null constraint area_code_unique unique constraint area_code_form check (code ~ '^E[0-9]{8}$'),
        name text not null,
        kind text not null constraint area_kind
          check (kind in ('COUNTRY', 'REGION', 'POLICE_FORCE_AREA', 'STRATEGIC_AUTHORITY', 'COUNCIL')),
        is_current boolean not null default true,
        search_text text not null,
        official_name text,
        type text constraint area_type check (type in ('NON_METROPOLITAN_DISTRICT', 'UNITARY_AUTHORITY',
          'METROPOLITAN_DISTRICT', 'LONDON_BOROUGH', 'CITY_CORPORATION', 'COUNTY')),
        started_on date,
        ended_on date,
        square_kilometres float8,
        latitude float8,
        longitude float8,
        region_id int4 constraint area_region_fk references area,
        police_force_id int4 constraint area_police_force_fk references area,
        county_id int4 constraint area_county_fk references area,
        strategic_authority_id int4 constraint area_strategic_authority_fk references area,
        constraint area_council_complete check ((kind = 'COUNCIL') = (type is not null and official_name is not null))
      )`);
    await runner.query('create index area_by_kind_and_name on area (kind, name, id)');
    for (const parent of ['region', 'police_force', 'county', 'strategic_authority']) {
      await runner.query(`create index area_by_${parent} on area (${parent}_id) where ${parent}_id is not null`);
    }
    // Every code that finds an area: its own and those it had before. Codes change, and publishers mix old and new.
    await runner.query(`
      create table area_code (
        code text constraint area_code_pk primary key,
        area_id int4 not null constraint area_code_area_fk references area
      )`);
    await runner.query('create index area_code_by_area on area_code (area_id)');
    await runner.query(`
      create table area_succession (
        predecessor_id int4 not null constraint area_succession_predecessor_fk references area,
        successor_id int4 not null constraint area_succession_successor_fk references area,
        constraint area_succession_pk primary key (predecessor_id, successor_id)
      )`);
    await runner.query('create index area_succession_by_successor on area_succession (successor_id)');
    await runner.query(`
      create table statistical_neighbour (
        council_id int4 not null constraint statistical_neighbour_council_fk references area,
        rank int4 not null constraint statistical_neighbour_rank check (rank > 0),
        neighbour_id int4 not null constraint statistical_neighbour_neighbour_fk references area,
        constraint statistical_neighbour_pk primary key (council_id, rank),
        constraint statistical_neighbour_unique unique (council_id, neighbour_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table statistical_neighbour, area_succession, area_code, area');
  }
}
