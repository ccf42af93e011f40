package io.millrace.amqp;

import io.millrace.amqp.topology.Topology;
import io.millrace.queue.Message;
import java.util.function.Function;

/** What an {@link AmqpSink} is made of; see its builder. */
record SinkSettings<T>(
    String name,
    AmqpPayload<T> payload,
    String exchange,
    Function<? super Message<T>, String> routingKey,
    Topology topology,
    boolean isMandatory,
    boolean isPersistent,
    int window) {}
