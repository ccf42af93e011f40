package io.millrace.daemon.sink.kafka;

import io.millrace.daemon.kafka.TransactionalSource;
import io.millrace.daemon.spi.Options;
import io.millrace.daemon.spi.Source;
import java.util.List;
import java.util.Optional;

/** Checks what goes with the option {@code transactional-id} of a sink. */
final class TransactionalOptions {
  /** What the source says for both. */
  private static final List<String> OF_THE_SOURCE = List.of("brokers", "tls", "sasl");

  /** What only a push has. */
  private static final List<String> OF_A_PUSH = List.of("delivery-timeout", "max-batch");

  /** What a transaction needs as it is. */
  private static final List<String> FIXED = List.of("acks", "enable.idempotence");

  private TransactionalOptions() {}

  /**
   * The source to commit with; empty when there is a mistake in it, which is told elsewhere.
   *
   * @throws io.millrace.daemon.spi.ConfigException when source and sink cannot have transactions
   */
  static Optional<TransactionalSource> source(Options options, Optional<Source> source) {
    if (source.isPresent() && !(source.get() instanceof TransactionalSource)) {
      throw options.error(
          "transactional-id",
          "records are written in one transaction with the offsets of what was read, so the source"
              + " must be kafka as well; leave transactional-id out for one that is not");
    }
    for (String key : OF_THE_SOURCE) {
      if (options.has(key)) {
        throw options.error(
            key,
            "a transaction is of one cluster and one login, those of the source; leave it out");
      }
    }
    for (String key : OF_A_PUSH) {
      if (options.has(key)) {
        throw options.error(
            key, "records of a transaction go out with the source's commit; leave it out");
      }
    }
    Options properties = options.options("properties");
    for (String name : FIXED) {
      if (properties.has(name)) {
        throw properties.error(name, "is not to be set here: transactions need Kafka's default");
      }
    }
    Optional<TransactionalSource> found = source.map(TransactionalSource.class::cast);
    found
        .flatMap(TransactionalSource::noTransactions)
        .ifPresent(
            why -> {
              throw options.error("transactional-id", why);
            });
    return found;
  }
}
