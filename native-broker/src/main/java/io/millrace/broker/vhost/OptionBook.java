package io.millrace.broker.vhost;

import io.millrace.broker.loop.OwnerLoop;
import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.HeaderValue.Whole;
import io.millrace.broker.message.Headers;
import io.millrace.broker.vhost.DefinitionStore.Definition;
import java.util.concurrent.CompletableFuture;

/**
 * The options of a virtual host as they are stored, and what they mean for its parking queue. On
 * the topology's loop.
 */
final class OptionBook {
  /** There is one of them, without a name. The names here are part of the format. */
  private static final String KIND = "options";

  private static final String CONFIRMS_REQUIRED = "confirms-required";
  private static final String PARKED_MESSAGES = "parked-messages";

  private static final long PARKING_BYTES = 64L << 20;

  private final OwnerLoop loop;
  private final DefinitionStore definitions;
  private VirtualHostOptions options = VirtualHostOptions.DEFAULT;

  /** The last change that was asked for. */
  private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

  /** Takes over what is stored. */
  OptionBook(OwnerLoop loop, DefinitionStore definitions) {
    this.loop = loop;
    this.definitions = definitions;
    for (Definition stored : definitions.all(KIND)) {
      options = options(stored.fields());
    }
  }

  VirtualHostOptions options() {
    return options;
  }

  /**
   * Changes them once there is a parking queue, if there is to be one, and once all changes that
   * were asked for before have been made.
   */
  CompletableFuture<Answer<VirtualHostOptions>> set(
      VirtualHostOptions others, Topology topology, QueueDirectory queues) {
    CompletableFuture<Answer<VirtualHostOptions>> done =
        last.handle((before, failure) -> true)
            .thenCompose(ended -> loop.callAsync(now -> setNow(others, topology, queues)));
    last = done;
    return done;
  }

  private CompletableFuture<Answer<VirtualHostOptions>> setNow(
      VirtualHostOptions others, Topology topology, QueueDirectory queues) {
    return others.isParking()
        ? queues
            .declareOwn(parkingQueue())
            .thenCompose(
                parking ->
                    parking.match(
                        there -> loop.callAsync(now -> change(others, topology, queues)),
                        Topology::refuse))
        : change(others, topology, queues);
  }

  private CompletableFuture<Answer<VirtualHostOptions>> change(
      VirtualHostOptions others, Topology topology, QueueDirectory queues) {
    if (others.isParking() && !queues.stays(VirtualHostOptions.PARKING_QUEUE)) {
      return setNow(others, topology, queues); // somebody has deleted it meanwhile
    }
    options = others;
    topology.setOptions(others);
    queues.applyRules();
    return Topology.done(
        others, definitions.put(new Definition(KIND, "", fields(others)), loop.nowMillis()));
  }

  /** What they say about a queue: how much the parking queue keeps. */
  QueueArguments of(QueueDefinition queue) {
    return options.isParking() && queue.name().equals(VirtualHostOptions.PARKING_QUEUE)
        ? QueueArguments.of(
            Headers.builder()
                .put(QueueArgument.MAX_LENGTH.argument(), HeaderValue.of(options.parkedMessages()))
                .build())
        : QueueArguments.NONE;
  }

  /** The parking queue: the oldest message makes room, and none is given up by itself. */
  private static QueueDefinition parkingQueue() {
    return QueueDefinition.durable(VirtualHostOptions.PARKING_QUEUE)
        .withArguments(
            Headers.builder()
                .put(QueueArgument.MAX_LENGTH_BYTES.argument(), HeaderValue.of(PARKING_BYTES))
                .put(QueueArgument.OVERFLOW.argument(), HeaderValue.of("drop-head"))
                .put(QueueArgument.DELIVERY_LIMIT.argument(), HeaderValue.of(-1L))
                .build());
  }

  private static Headers fields(VirtualHostOptions options) {
    return Headers.builder()
        .put(CONFIRMS_REQUIRED, HeaderValue.of(options.confirmsRequired()))
        .put(PARKED_MESSAGES, HeaderValue.of(options.parkedMessages()))
        .build();
  }

  private static VirtualHostOptions options(Headers fields) {
    return new VirtualHostOptions(
        TopologyRecords.flag(fields, CONFIRMS_REQUIRED),
        fields.get(PARKED_MESSAGES) instanceof Whole count ? count.value() : 0);
  }
}
