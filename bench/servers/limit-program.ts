import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'pg';
import { STATEMENTS } from '../queries/limit-statements';
import { submit, type Submission } from '../submission/limit-submission';

/**
 * The limit: bare node:http, one prepared statement a query, and the text that PostgreSQL makes of it sent as it is.
 * Its one argument is JSON of these settings.
 */
export interface LimitSettings {
  /** With the role of the public in its options. */
  url: string;
  /** With the role of councils. */
  councilUrl: string;
}

interface Question {
  name: string;
  values?: unknown[];
  submission?: Submission;
}

const { url, councilUrl } = JSON.parse(process.argv[2]!) as LimitSettings;
const pool = new Pool({ connectionString: url });
const councils = new Pool({ connectionString: councilUrl });

async function answer({ name, values = [], submission }: Question): Promise<string> {
  if (submission) return submit(councils, submission);
  const { rows } = await pool.query<{ answer: string }>({ name, text: STATEMENTS[name]!, values });
  return rows[0]!.answer;
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  try {
    const body = Buffer.from(await answer(JSON.parse(Buffer.concat(chunks).toString()) as Question));
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
  } catch (error) {
    response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error));
  }
}

const server = createServer((request, response) => void serve(request, response));
server.listen(0, '127.0.0.1', () => {
  console.log(`at http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});
