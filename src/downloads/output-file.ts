import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import path from 'node:path';
import { finished, pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/** What is said of a file wherever it is listed. */
export interface FileSummary {
  name: string;
  bytes: number;
  sha256: string;
}

/** A file that is written a piece after the other, no faster than the disk takes it. */
export class OutputFile {
  private readonly hash = createHash('sha256');
  private readonly stream;
  private bytes = 0;

  constructor(
    private readonly directory: string,
    private readonly name: string,
  ) {
    this.stream = createWriteStream(path.join(directory, name), { flags: 'wx' });
    // What fails is thrown by the next write, or by end().
    this.stream.on('error', () => undefined);
  }

  async write(content: string | Uint8Array): Promise<void> {
    const piece = typeof content === 'string' ? Buffer.from(content) : content;
    this.hash.update(piece);
    this.bytes += piece.length;
    if (this.stream.errored) throw this.stream.errored;
    if (!this.stream.write(piece)) await once(this.stream, 'drain');
  }

  /** Writes what is left, and beside it the file compressed where that is wanted. */
  async end({ compress = false } = {}): Promise<FileSummary> {
    this.stream.end();
    await finished(this.stream);
    const { directory, name, bytes } = this;
    if (compress) {
      const file = path.join(directory, name);
      await pipeline(createReadStream(file), createGzip(), createWriteStream(`${file}.gz`, { flags: 'wx' }));
    }
    return { name, bytes, sha256: this.hash.digest('hex') };
  }
}
