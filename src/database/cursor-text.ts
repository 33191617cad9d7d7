import { escapeLiteral } from 'pg';

/**
 * A statement with its values in its text, each as pg writes a literal: PostgreSQL lets no cursor have parameters. A
 * parameter stands there with its type, `$1::text`.
 */
export const withValues = (sql: string, values: readonly unknown[]): string =>
  sql.replace(/\$(\d+)(?=::)/g, (_, position: string) => literal(values[Number(position) - 1]));

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return `array[${value.map(literal).join(', ')}]`;
  return escapeLiteral(typeof value === 'string' ? value : JSON.stringify(value));
}
