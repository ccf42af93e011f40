package io.millrace.daemon.broker;

import io.millrace.broker.protocol.amqp.connection.AmqpLimits;
import io.millrace.broker.protocol.amqp.connection.AmqpSettings;
import io.millrace.broker.protocol.amqp.connection.CertificateName;
import io.millrace.broker.protocol.amqp.connection.LoginRules;
import io.millrace.broker.transport.Endpoint;
import io.millrace.daemon.config.Section;
import java.time.Duration;
import java.util.List;

/** The keys of AMQP. */
final class AmqpConfig {
  /** Where RabbitMQ listens. */
  static final String DEFAULT_ADDRESS = "127.0.0.1:5672";

  private static final String DEFAULT_TLS_ADDRESS = "127.0.0.1:5671";

  private AmqpConfig() {}

  /**
   * Reads {@code amqp_addr}, {@code amqp_connections}, {@code amqp}, and of {@code tls} what is
   * about AMQP.
   *
   * @param within how long a login may take
   * @param messageBytes the longest body
   */
  static AmqpSettings from(
      Section root, boolean authentication, Duration within, int messageBytes) {
    AmqpSettings plain = AmqpSettings.DEFAULT;
    Section amqp = root.sectionOrEmpty("amqp");
    List<Endpoint> withTls =
        root.has("tls")
            ? BrokerConfig.endpoints(root.sectionOrEmpty("tls"), "amqp_addr", DEFAULT_TLS_ADDRESS)
            : List.of();
    return new AmqpSettings(
        BrokerConfig.endpoints(root, "amqp_addr", DEFAULT_ADDRESS),
        withTls,
        root.integer("amqp_connections", plain.connections(), 1, BrokerConfig.MOST_CONNECTIONS),
        limits(amqp),
        new LoginRules(
            authentication,
            amqp.flag("plain_anywhere", plain.logins().plainAnywhere()),
            amqp.choice(
                "user_from_certificate", CertificateName.class, plain.logins().certificates()),
            within),
        plain
            .channels()
            .withMessageBytes(messageBytes)
            .withConsumers(
                amqp.integer(
                    "consumer_max_per_channel",
                    plain.channels().consumers(),
                    0,
                    Integer.MAX_VALUE)));
  }

  private static AmqpLimits limits(Section amqp) {
    AmqpLimits plain = AmqpLimits.DEFAULT;
    Duration heartbeat =
        BrokerConfig.seconds(
            amqp, "heartbeat", plain.heartbeat(), Duration.ZERO, AmqpLimits.LONGEST_HEARTBEAT);
    return new AmqpLimits(
        (int)
            amqp.size(
                "frame_max",
                plain.frameMax(),
                AmqpLimits.LEAST_FRAME_MAX,
                AmqpLimits.MOST_FRAME_MAX),
        amqp.integer("channel_max", plain.channelMax(), 1, AmqpLimits.MOST_CHANNELS),
        Duration.ofSeconds(heartbeat.toSeconds()));
  }
}
