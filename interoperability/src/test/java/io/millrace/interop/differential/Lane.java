package io.millrace.interop.differential;

import io.millrace.interop.server.AmqpServer;
import io.millrace.testkit.rabbitmq.RabbitServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A virtual host of the same name in both brokers, in which one script after the other is run. For
 * one thread.
 */
final class Lane implements AutoCloseable {
  private final Side reference;
  private final Side other;
  private final Comparison comparison;

  Lane(RabbitServer rabbit, AmqpServer server, String virtualHost) {
    reference = new Side(rabbit.host(), rabbit.port(), virtualHost);
    other = new Side(server.host(), server.port(), virtualHost);
    comparison = new Comparison(reference, other);
  }

  /** Makes virtual hosts in which guest may do everything. */
  static void make(RabbitServer rabbit, List<String> virtualHosts) {
    try {
      Path definitions = Files.createTempFile("virtual-hosts-", ".json");
      try {
        Files.writeString(
            definitions,
            "{\"vhosts\": [%s], \"permissions\": [%s]}"
                .formatted(
                    each("{\"name\": \"%s\"}", virtualHosts),
                    each(
                        "{\"user\": \"guest\", \"vhost\": \"%s\", \"configure\": \".*\","
                            + " \"write\": \".*\", \"read\": \".*\"}",
                        virtualHosts)));
        rabbit.command("import_definitions", definitions.toString());
      } finally {
        Files.delete(definitions);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String each(String format, List<String> names) {
    return names.stream().map(format::formatted).collect(Collectors.joining(", "));
  }

  /** Takes scripts until there are no more. */
  void run(Campaign campaign) {
    for (Optional<Script> next = campaign.next(); next.isPresent(); next = campaign.next()) {
      Script script = next.get();
      if (comparison.run(script).isPresent()) {
        comparison
            .run(script)
            .ifPresentOrElse(
                again -> campaign.differ(comparison.shrink(again)),
                () -> campaign.differOnce(script.number()));
      }
    }
  }

  @Override
  public void close() {
    reference.close();
    other.close();
  }
}
