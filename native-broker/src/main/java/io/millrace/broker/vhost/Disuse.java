package io.millrace.broker.vhost;

import io.millrace.broker.queue.QueueMachine;
import io.millrace.broker.queue.QueueOptions;
import java.util.OptionalLong;

/** That nobody uses a queue any more, which its host is told, as it may go then. Of its loop. */
final class Disuse {
  private final HostedQueue handle;
  private final QueueMachine machine;

  /** Whether it was whatever is in the queue when its host was told last. */
  private boolean expiresWithMessages;

  Disuse(HostedQueue handle, QueueMachine machine) {
    this.handle = handle;
    this.machine = machine;
  }

  /**
   * Nobody uses it from now on.
   *
   * @param withMessages whether it is to go whatever is in it
   */
  void begins(boolean withMessages, long nowMillis) {
    expiresWithMessages = withMessages;
    machine.touch(nowMillis);
    handle.host().unused(handle, nowMillis);
  }

  /** The time has come for something. */
  void tick(QueueOptions options, long nowMillis) {
    if (QueueAlarm.expiresAtMillis(machine, options) <= nowMillis) {
      begins(QueueAlarm.expiresWithMessages(machine, options, nowMillis), nowMillis);
    }
  }

  /** Whether nobody has used it since exactly then, when its host was told, nor may need it. */
  boolean hasLastedSince(long sinceMillis) {
    return machine.unusedSinceMillis().equals(OptionalLong.of(sinceMillis))
        && (expiresWithMessages || machine.counts().messages() == 0);
  }
}
