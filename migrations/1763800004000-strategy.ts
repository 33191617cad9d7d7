import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Strategy1763800004000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table strategic_objective (
        id int4 generated always as identity constraint strategic_objective_pk primary key,
        code text not null constraint strategic_objective_code_unique unique,
        title text not null,
        summary text not null,
        position int4 not null
      )`);
    await runner.query(`
      create table strategic_priority (
        id int4 generated always as identity constraint strategic_priority_pk primary key,
        code text not null constraint strategic_priority_code_unique unique,
        title text not null,
        summary text not null,
        objective_id int4 not null constraint strategic_priority_objective_fk references strategic_objective,
        position int4 not null
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table strategic_priority, strategic_objective');
  }
}
