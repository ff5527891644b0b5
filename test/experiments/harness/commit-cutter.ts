import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Commands of the two ends of Postgres' wire protocol that we look for. */
const commitTag = Buffer.from('COMMIT\0');

/** Stands between a server and its Postgres, and can cut a connection at the very moment at which COMMIT has come true. */
export class CommitCutter {
  /** How many of the next commits are not told to whoever asked for them. */
  cutsLeft = 0;
  cuts = 0;
  private readonly server: Server;
  private readonly open = new Set<Socket>();

  constructor(private readonly target: URL) {
    this.server = createServer((near) => this.join(near));
  }

  /** The same database, by way of here. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const url = new URL(this.target);
    url.port = String((this.server.address() as AddressInfo).port);
    return url.href;
  }

  async close(): Promise<void> {
    for (const socket of this.open) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(near: Socket): void {
    const far = connect(Number(this.target.port), this.target.hostname);
    const cut = (): void => {
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) {
      this.open.add(socket);
      socket.on('error', cut);
      socket.on('close', () => {
        this.open.delete(socket);
        cut();
      });
    }
    near.on('data', (chunk) => far.write(chunk));
    far.on('data', (chunk) => {
      if (this.cutsLeft > 0 && chunk.includes(commitTag)) {
        this.cutsLeft -= 1;
        this.cuts += 1;
        cut();
      } else near.write(chunk);
    });
  }
}
