import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is published and may change, apart from figures, which keep their former values in a table of their own. */
const TABLES = [
  'area',
  'organisation',
  'strategic_objective',
  'strategic_priority',
  'recommendation',
  'assignment',
  'indicator',
];
const ROLES = 'oscdr_public, oscdr_council, oscdr_government, oscdr_office';

/** The revision that a request asks to see the register at; in a subquery, so that it is read once a statement. */
const MOMENT = `(select nullif(current_setting('oscdr.revision', true), '')::int4)`;

/**
 * The publication clock, kept by the database: what is published changes only in a transaction that publishes, every
 * version of it is kept, and the schema `as_of` has the tables as they were at a revision. A reader whose search path
 * begins there reads the past with the statements it has for the present.
 */
export class RecordVersions1763820001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table record_version (
        id int4 generated always as identity constraint record_version_pk primary key,
        table_name text not null,
        record_id int4 not null,
        revision int4 not null constraint record_version_revision_fk references publication,
        until_revision int4 constraint record_version_until_fk references publication,
        kind text not null constraint record_version_kind check (kind in ('ADDED', 'CHANGED', 'REMOVED')),
        organisation_id int4,
        content jsonb not null,
        change jsonb not null default '{}',
        constraint record_version_unique unique (table_name, record_id, revision)
      )`);
    await runner.query('create index record_version_by_revision on record_version (revision, id)');
    await runner.query(
      'create index record_version_former on record_version (table_name, until_revision) where until_revision is not null',
    );
    for (const key of ['organisation_id', 'recommendation_id', 'area_id', 'region_id']) {
      await runner.query(
        `create index record_version_by_${key} on record_version (table_name, ((content ->> '${key}')::int4))`,
      );
    }
    await runner.query(`create index record_version_by_code on record_version (table_name, (content ->> 'code'))`);
    await runner.query(`grant select on record_version to ${ROLES}`);
    await runner.query(STAMP_PUBLICATION);
    await runner.query(
      'create trigger stamp before insert on publication for each row execute function stamp_publication()',
    );
    await runner.query(MAKES_PUBLICATION);
    await runner.query(KEEP_RECORD_VERSION);
    await runner.query(REBUILD_AS_OF);
    for (const table of TABLES) {
      await runner.query(
        `insert into record_version (table_name, record_id, revision, kind, content)
         select '${table}', id, (select min(revision) from publication), 'ADDED', to_jsonb(${table}) from ${table}`,
      );
      await runner.query(
        `create trigger keep_record_version after insert or update or delete on ${table}
         for each row execute function keep_record_version()`,
      );
    }
    await runner.query('select rebuild_as_of()');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema as_of cascade');
    for (const table of TABLES) {
      await runner.query(`drop trigger keep_record_version on ${table}`);
    }
    await runner.query('drop trigger stamp on publication');
    await runner.query('drop function rebuild_as_of(), keep_record_version(), revision_made(), stamp_publication()');
    await runner.query('drop table record_version');
  }
}

/**
 * Publications follow one another in time as they do in number, or `asOf` would show what was not there yet. In whole
 * milliseconds, as the graph tells times.
 */
const STAMP_PUBLICATION = `
  create function stamp_publication() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
  begin
    new.published_at := date_trunc('milliseconds', greatest(clock_timestamp(),
      (select max(published_at) + interval '1 millisecond' from publication)));
    return new;
  end $$`;

/**
 * The revision that this transaction makes; null where it makes none. The roles of the views must have made it
 * themselves: the owner of the database may say another, as a restored register needs.
 */
const MAKES_PUBLICATION = `
  create function revision_made() returns int4 language sql stable set search_path = public, pg_temp as $$
    select revision from publication where revision = nullif(current_setting('oscdr.revision_made', true), '')::int4
      and (current_setting('role') not like 'oscdr%' or xmin = pg_current_xact_id()::xid)
  $$`;

/**
 * `oscdr.revision_made` is set by publish.ts to the publication of the transaction, `oscdr.reported_by` to the
 * organisation whose report changes the record, where it is not the Office's own doing.
 */
const KEEP_RECORD_VERSION = `
  create function keep_record_version() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
  declare
    made int4 := revision_made();
    reporter int4 := nullif(current_setting('oscdr.reported_by', true), '')::int4;
    latest record_version;
    former jsonb;
    present jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
    difference jsonb;
  begin
    if tg_op = 'UPDATE' and new is not distinct from old then return null; end if;
    if made is null then
      raise exception 'table % is published: it changes in a transaction that publishes, and in no other', tg_table_name;
    end if;
    select * into latest from record_version
      where table_name = tg_table_name and record_id = (present ->> 'id')::int4 order by revision desc limit 1;
    if tg_op = 'INSERT' and (latest.id is null or latest.revision < made) then
      insert into record_version (table_name, record_id, revision, kind, organisation_id, content)
        values (tg_table_name, (present ->> 'id')::int4, made, 'ADDED', reporter, present);
      return null;
    end if;
    -- A second change by the same publication is part of the first.
    if latest.revision = made then
      select each.content into former from record_version each
        where each.table_name = tg_table_name and each.record_id = latest.record_id and each.until_revision = made;
    else
      former := latest.content;
    end if;
    select coalesce(jsonb_object_agg(key, jsonb_build_array(before.value, after.value)), '{}') into difference
      from jsonb_each(former) before join jsonb_each(present) after using (key)
      where before.value is distinct from after.value;
    if latest.revision = made then
      update record_version each set content = present, change = difference,
        kind = case when tg_op = 'DELETE' then 'REMOVED' else each.kind end,
        organisation_id = coalesce(reporter, each.organisation_id)
        where each.id = latest.id;
    else
      update record_version each set until_revision = made where each.id = latest.id;
      insert into record_version (table_name, record_id, revision, kind, organisation_id, content, change)
        values (tg_table_name, latest.record_id, made, case when tg_op = 'DELETE' then 'REMOVED' else 'CHANGED' end,
          reporter, present, difference);
    end if;
    return null;
  end $$`;

/**
 * Makes the schema `as_of` anew from the tables there are. A migration that changes a published table drops the schema
 * first and calls this at its end; a test compares the columns. Tables that are not in it (links of the review's own
 * text, geography) have no past. What is restricted was not published at any moment, so there it is empty.
 */
const REBUILD_AS_OF = `
  create function rebuild_as_of() returns void language plpgsql
  -- So that definitions of views name the schema of every table.
  set search_path = '' as $$
  declare
    each record;
    columns text;
    body text;
    moment text := $sql$${MOMENT}$sql$;
  begin
    drop schema if exists as_of cascade;
    create schema as_of;
    grant usage on schema as_of to ${ROLES};
    for each in
      select relname as name, relrowsecurity as restricted,
        exists (select from pg_trigger where tgrelid = pg_class.oid and tgname = 'keep_record_version') as versioned,
        exists (select from pg_attribute where attrelid = pg_class.oid and attname = 'revision') as dated
      from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v')
    loop
      -- Keys are taken from the version itself, where an index finds them, and need not be unfolded first.
      select string_agg(case
          when each.versioned and attname = 'id' then 'version.record_id as id'
          when each.versioned and attname in ('organisation_id', 'recommendation_id', 'area_id', 'region_id', 'action_id')
            then format('(version.content ->> %1$L)::int4 as %1$I', attname)
          when each.versioned and attname = 'code' then '(version.content ->> ''code'') as code'
          else 'record.' || quote_ident(attname) end, ', ' order by attnum) into columns from pg_attribute
        where attrelid = ('public.' || quote_ident(each.name))::regclass and attnum > 0 and not attisdropped;
      body := case
        when each.restricted then 'select * from public.' || quote_ident(each.name) || ' where false'
        when each.versioned then 'select ' || columns || ' from public.record_version version
          cross join lateral jsonb_populate_record(null::public.' || quote_ident(each.name) || ', version.content) record
          where version.table_name = ' || quote_literal(each.name) || ' and version.kind <> ''REMOVED''
            and version.revision <= @moment and (version.until_revision is null or version.until_revision > @moment)'
        when each.name = 'observation' then 'select ' || columns || ' from public.observation record
            where record.revision <= @moment
          union all select ' || columns || ' from public.observation_revision record
            where record.revision <= @moment and record.replaced_in_revision > @moment'
        when each.name = 'observation_revision' then 'select * from public.observation_revision
          where replaced_in_revision <= @moment'
        when each.dated then 'select * from public.' || quote_ident(each.name) || ' where revision <= @moment'
      end;
      continue when body is null;
      execute format('create view as_of.%I with (security_invoker = true) as %s', each.name,
        replace(body, '@moment', moment));
      execute format('grant select on as_of.%I to ${ROLES}', each.name);
    end loop;
    -- Views that are made of these tables alone are made of their past as well.
    for each in
      select relname as name, pg_get_viewdef(pg_class.oid) as body from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'v'
        and not exists (select from pg_attribute where attrelid = pg_class.oid and attname = 'revision')
    loop
      body := each.body;
      for columns in select relname from pg_class where relnamespace = 'as_of'::regnamespace loop
        body := regexp_replace(body, 'public\\.' || columns || '\\M', 'as_of.' || columns, 'g');
      end loop;
      execute format('create view as_of.%I with (security_invoker = true) as %s', each.name, body);
      execute format('grant select on as_of.%I to ${ROLES}', each.name);
    end loop;
  end $$`;
