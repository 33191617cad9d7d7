import net from 'node:net';

/** A way to a database that a test can have hang, as a network does that loses what it is given, without a word. */
export class Gate {
  private readonly server = net.createServer({ pauseOnConnect: true });
  private readonly pairs = new Set<[net.Socket, net.Socket]>();
  private open = true;

  private constructor(private readonly to: URL) {
    this.server.on('connection', (near: net.Socket) => {
      const far = net.connect(Number(this.to.port), this.to.hostname);
      const pair: [net.Socket, net.Socket] = [near, far];
      this.pairs.add(pair);
      for (const [from, other] of [pair, [far, near]] as const) {
        from.on('data', (chunk) => other.write(chunk));
        from.on('error', () => other.destroy());
        from.on('close', () => {
          other.destroy();
          this.pairs.delete(pair);
        });
      }
      if (this.open) near.resume();
      else far.pause();
    });
  }

  static async to(url: string): Promise<Gate> {
    const gate = new Gate(new URL(url));
    await new Promise<void>((resolve) => gate.server.listen(0, '127.0.0.1', resolve));
    return gate;
  }

  get url(): string {
    const url = new URL(this.to);
    url.hostname = '127.0.0.1';
    url.port = String((this.server.address() as net.AddressInfo).port);
    return url.href;
  }

  /** Nothing goes through any more, and nothing is closed. */
  hang(): void {
    this.open = false;
    for (const pair of this.pairs) pair.forEach((socket) => socket.pause());
  }

  resume(): void {
    this.open = true;
    for (const pair of this.pairs) pair.forEach((socket) => socket.resume());
  }

  async close(): Promise<void> {
    for (const pair of this.pairs) pair.forEach((socket) => socket.destroy());
    await new Promise((resolve) => this.server.close(resolve));
  }
}
