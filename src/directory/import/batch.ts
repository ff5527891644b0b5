/** Gathers items until they weigh enough to be written together. */
export class Batch<Item> {
  private items: Item[] = [];
  private weight = 0;

  constructor(
    private readonly heaviest: number,
    private readonly write: (items: readonly Item[]) => Promise<void>,
    private readonly weigh: (item: Item) => number = () => 1,
  ) {}

  async add(item: Item): Promise<void> {
    this.items.push(item);
    this.weight += this.weigh(item);
    if (this.weight >= this.heaviest) await this.end();
  }

  /** Writes what is left. */
  async end(): Promise<void> {
    const items = this.items;
    this.items = [];
    this.weight = 0;
    if (items.length > 0) await this.write(items);
  }
}
