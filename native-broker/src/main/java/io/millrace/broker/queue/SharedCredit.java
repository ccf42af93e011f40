package io.millrace.broker.queue;

/**
 * A credit that consumers of several queues share, beside the one that each has of its own: AMQP's
 * prefetch limit of a whole channel.
 *
 * <p>Owners of several queues ask it at the same time. Who makes room has to {@link Grant} to each
 * of the consumers afterwards, if only 0, since none is served any more once there was no room.
 */
public interface SharedCredit {
  /** No limit at all, and nothing is counted. */
  SharedCredit UNLIMITED =
      new SharedCredit() {
        @Override
        public boolean hasRoom() {
          return true;
        }

        @Override
        public boolean take() {
          return true;
        }
      };

  /** Whether there is room for a delivery; it may be gone before {@link #take}. */
  boolean hasRoom();

  /** Counts a delivery, if there is room for it. */
  boolean take();
}
