/** Lets a loop rest until somebody rings, or its time has come (condition variable); who rings while it works is heard at its next rest. */
export class Bell {
  private rung = false;
  private wakeUp: () => void = () => undefined;

  ring(): void {
    this.rung = true;
    this.wakeUp();
  }

  /** Whether somebody rang since this was asked last. */
  heard(): boolean {
    const { rung } = this;
    this.rung = false;
    return rung;
  }

  /** Resolves after so many milliseconds; at once when somebody rings, or has. */
  async rest(millis: number): Promise<void> {
    if (this.rung) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, millis);
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
