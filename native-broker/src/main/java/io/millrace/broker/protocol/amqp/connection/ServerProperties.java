package io.millrace.broker.protocol.amqp.connection;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.Headers;
import java.util.Optional;

/** What the broker says of itself in connection.start. */
final class ServerProperties {
  /** What clients look for before they use it; named as RabbitMQ does. */
  private static final String[] CAPABILITIES = {
    "publisher_confirms",
    "exchange_exchange_bindings",
    "basic.nack",
    "consumer_cancel_notify",
    "connection.blocked",
    "consumer_priorities",
    "authentication_failure_close",
    "per_consumer_qos",
    "direct_reply_to"
  };

  private ServerProperties() {}

  static Headers table() {
    Headers.Builder capabilities = Headers.builder();
    for (String name : CAPABILITIES) {
      capabilities.put(name, HeaderValue.of(true));
    }
    String version =
        Optional.ofNullable(ServerProperties.class.getPackage().getImplementationVersion())
            .orElse("0.0.0");
    return Headers.builder()
        .put("capabilities", HeaderValue.of(capabilities.build()))
        .put("product", HeaderValue.of("Millrace"))
        .put("version", HeaderValue.of(version))
        .put("platform", HeaderValue.of("Java " + Runtime.version().feature()))
        .put("information", HeaderValue.of("Licensed under the Apache License 2.0"))
        .build();
  }
}
