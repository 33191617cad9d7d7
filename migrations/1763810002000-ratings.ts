import type { MigrationInterface, QueryRunner } from 'typeorm';

const RATINGS = `('RED', 'AMBER_RED', 'AMBER', 'AMBER_GREEN', 'GREEN', 'NOT_RATED')`;

/** The published ratings of an assignment: its duty bearer's own beside the Office's. */
export class Ratings1763810002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table assignment
        add self_rated_rag text not null default 'NOT_RATED'
          constraint assignment_self_rated_rag check (self_rated_rag in ${RATINGS}),
        add verified_rag text not null default 'NOT_RATED'
          constraint assignment_verified_rag check (verified_rag in ${RATINGS})`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table assignment drop self_rated_rag, drop verified_rag');
  }
}
