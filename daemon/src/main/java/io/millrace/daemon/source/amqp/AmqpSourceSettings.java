package io.millrace.daemon.source.amqp;

import io.millrace.amqp.AmqpPayload;
import io.millrace.amqp.AmqpSource;
import io.millrace.amqp.AmqpSourceBuilder;
import io.millrace.amqp.consume.Prefetch;
import io.millrace.amqp.topology.Topology;
import io.millrace.daemon.amqp.AmqpConnection;
import io.millrace.daemon.amqp.Declarations;
import io.millrace.daemon.source.line.ContentKey;
import io.millrace.daemon.spi.Options;
import io.millrace.queue.Ordering;
import io.millrace.queue.Pusher;
import java.util.Optional;

/**
 * The options of a source of a queue.
 *
 * @param prefetch how many messages each producer may have that are not acked, at most
 */
record AmqpSourceSettings(
    AmqpConnection connection,
    Ordering ordering,
    String queue,
    Topology topology,
    Optional<ContentKey> key,
    int prefetch) {

  static AmqpSourceSettings from(Options options, Ordering ordering) {
    String queue = options.text("queue");
    return new AmqpSourceSettings(
        AmqpConnection.from(options),
        ordering,
        queue,
        Declarations.ofQueue(options, queue),
        ContentKey.from(options),
        options.integer("prefetch", 1_024, 1, Prefetch.HIGHEST));
  }

  /**
   * @param letters where messages go that cannot be read
   */
  AmqpSource<byte[]> source(Optional<Pusher<byte[]>> letters) {
    AmqpSourceBuilder<byte[]> builder =
        AmqpSource.builder(AmqpPayload.bytes())
            .location(connection::describeTo)
            .queue(queue)
            .topology(topology)
            .ordering(ordering)
            .prefetch(prefetch);
    key.ifPresent(builder::keyOf);
    letters.ifPresent(builder::onPoison);
    return builder.build();
  }
}
