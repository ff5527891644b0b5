/** Why a call-out came to nothing, in words that name neither its body nor its address. */
export class CalloutFailed extends Error {
  constructor(
    reason: string,
    /** Whether the same call may succeed a moment later. */
    readonly isPassing: boolean,
  ) {
    super(reason);
  }
}

/** As many calls of this host are under way as may be: nothing was sent. */
export class HostIsBusy extends Error {}
