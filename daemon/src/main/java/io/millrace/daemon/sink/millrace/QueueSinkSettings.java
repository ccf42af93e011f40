package io.millrace.daemon.sink.millrace;

import io.millrace.client.adapter.MillracePayload;
import io.millrace.client.adapter.MillracePusher;
import io.millrace.client.adapter.MillracePusherBuilder;
import io.millrace.daemon.millrace.BrokerConnection;
import io.millrace.daemon.millrace.QueueNames;
import io.millrace.daemon.spi.Options;

/**
 * The options of a sink that is a queue.
 *
 * @param isFanout whether everybody who has bound the queue gets a copy
 */
record QueueSinkSettings(
    BrokerConnection connection,
    String queue,
    String routingKey,
    boolean isFanout,
    SinkConfirm confirm,
    BodyFormat format,
    int maxBatch) {

  static QueueSinkSettings from(Options options, BrokerConnection connection, String queue) {
    QueueSinkSettings settings =
        new QueueSinkSettings(
            connection,
            queue,
            options.text("routing-key", ""),
            options.flag("fanout", false),
            options.choice("confirm", SinkConfirm.class, SinkConfirm.DISK),
            options.choice("format", BodyFormat.class, BodyFormat.ENVELOPE),
            options.integer("max-batch", 1_000, 1, 100_000));
    QueueNames.check(settings.queue, options);
    QueueNames.checkRoutingKey(settings.routingKey, options, "routing-key");
    return settings;
  }

  /** Does not wait for the broker. */
  MillracePusher<byte[]> pusher() {
    MillracePusherBuilder<byte[]> builder =
        MillracePusher.builder(MillracePayload.bytes())
            .location(connection::describeTo)
            .queue(queue)
            .routingKey(routingKey)
            .confirm(confirm.confirm());
    if (isFanout) {
      builder.fanout();
    }
    return builder.build();
  }
}
