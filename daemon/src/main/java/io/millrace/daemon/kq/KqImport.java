package io.millrace.daemon.kq;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes a configuration that means what a {@code kq} configuration means, with a comment wherever
 * it does not quite. Passwords are not copied: the configuration names variables that hold them.
 */
public final class KqImport {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./-]*");
  private static final Set<String> NOT_TEXT =
      Set.of("true", "false", "yes", "no", "on", "off", "null", "y", "n");
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{[A-Za-z_][A-Za-z0-9_]*}");
  private static final int KQ_QUEUE_CAPACITY = 1_000;
  private static final int COMMENT_COLUMN = 62;

  private final StringBuilder yaml = new StringBuilder();
  private final Set<String> names = new HashSet<>();
  private final boolean hasSeveral;

  private KqImport(boolean hasSeveral) {
    this.hasSeveral = hasSeveral;
  }

  /**
   * The configuration for the queues in a file.
   *
   * @throws io.millrace.daemon.spi.ConfigException when the file cannot be read or has none
   */
  public static String read(Path file) {
    KqFile found = KqFile.read(file);
    KqImport written = new KqImport(found.queues().size() > 1);
    written.heading(String.valueOf(file.getFileName()), found);
    found.queues().forEach(written::pipeline);
    return written.yaml.toString();
  }

  private void heading(String file, KqFile found) {
    line(
        "# From "
            + file
            + ", by `millrace config import-kq`. Before it runs, say at handler: what handles the");
    line("# messages; `millrace config check FILE` names what is missing.");
    String app =
        found
            .service()
            .flatMap(KqImport::usable)
            .or(() -> name(found.queues().get(0)))
            .orElse("kq");
    line("app: " + text(app));
    line("pipelines:");
  }

  private void pipeline(KqQueue queue) {
    line("  - name: " + text(newName(queue)));
    line("    source:");
    line("      kafka:");
    line("        brokers: " + list(queue.brokers()));
    line("        topics: " + list(List.of(queue.topic())));
    line("        group: " + text(queue.group()));
    line(
        "        offset: " + (queue.offset() == KqQueue.Offset.FIRST ? "earliest" : "latest"),
        "Offset: " + queue.offset().name().toLowerCase(Locale.ROOT));
    security(queue);
    line("        commit: { every: 1s }", "as kq does");
    line("        properties:");
    line("          fetch.min.bytes: " + queue.minBytes(), "MinBytes");
    line("          max.partition.fetch.bytes: " + queue.maxBytes(), "MaxBytes");
    line("          fetch.max.wait.ms: 1000", "as kq does");
    work(queue);
    handler(queue);
  }

  private void security(KqQueue queue) {
    if (queue.caFile().isPresent()) {
      line(
          "        # CaFile. Here the broker's certificate is verified, which kq does not do, and");
      line("        # Username is not needed for it, without which kq does not start.");
      line("        tls: { ca: " + text(queue.caFile().get()) + " }");
    }
    boolean logsIn = queue.username().isPresent() && queue.password().isPresent();
    if (logsIn) {
      line("        sasl:");
      line("          mechanism: plain");
      line("          username: " + text(queue.username().orElse("")));
      line(
          "          password: " + password(queue),
          "a variable, or *_FILE: see docs/configuration.md");
      if (queue.caFile().isEmpty()) {
        line(
            "          # Without TLS the password goes over the network in the clear, as with kq.");
      }
    } else if (queue.username().isPresent() || queue.password().isPresent()) {
      line("        # Username or Password alone is ignored by kq, and left out here.");
    }
  }

  /** A reference that stood there stays; anything else is a secret. */
  private String password(KqQueue queue) {
    String given = queue.password().orElse("");
    if (REFERENCE.matcher(given).matches()) {
      return given;
    }
    return hasSeveral
        ? "${KQ_PASSWORD_"
            + queue.topic().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_")
            + "}"
        : "${KQ_PASSWORD}";
  }

  private void work(KqQueue queue) {
    long handlers = Math.min(10_000L, (long) queue.conns() * queue.processors());
    line("    order: none", "as kq; `key` keeps each key in order and costs little");
    line("    producers: " + queue.conns(), "Conns");
    line("    consumers: " + handlers, "Conns x Processors; `adaptive` finds how many pay");
    line(
        "    buffer: { messages: "
            + Math.min(16L << 20, (long) queue.conns() * KQ_QUEUE_CAPACITY)
            + " }",
        "Conns x 1000, as kq");
    line(
        "    # Consumers: "
            + queue.consumers()
            + " has no equal: one thread for each of the producers reads.");
    if (queue.commitInOrder()) {
      line(
          "    # CommitInOrder: true is how it always is here. kq then runs a handler for each CPU whatever");
      line("    # Processors says; here consumers: holds.");
    } else {
      line(
          "    # CommitInOrder: false makes kq lose messages in a crash; here commits are always in order.");
    }
    line(
        queue.forceCommit()
            ? "    # ForceCommit: true commits messages whose handler failed. Here they are tried again, and then"
            : "    # ForceCommit: false leaves failed messages to the next commit. Here they are tried again, and then");
    line("    # kept as dead letters, from which `millrace dlq redrive` brings them back:");
    line("    retry: { attempts: 5, backoff: 1s..5m }");
    line("    # dead-letter: { kafka: { topic: " + queue.topic() + ".dlq } }");
    if (!queue.others().isEmpty()) {
      line("    # Not taken over: " + String.join(", ", queue.others()) + ".");
    }
  }

  private void handler(KqQueue queue) {
    line(
        "    # In place of the Go handler: `http` (this, an example), `exec` (a child process), or a Java class.");
    line(
        "    handler: { http: { url: \"http://127.0.0.1:9000/"
            + queue.topic().replaceAll("[^A-Za-z0-9._-]", "-")
            + "\" } }");
  }

  private String newName(KqQueue queue) {
    String wanted = name(queue).orElse("kq");
    String name = wanted;
    for (int i = 2; !names.add(name); i++) {
      name = wanted + "-" + i;
    }
    return name;
  }

  private static Optional<String> name(KqQueue queue) {
    return queue
        .name()
        .flatMap(KqImport::usable)
        .or(() -> usable(queue.place()))
        .or(() -> usable(queue.topic()));
  }

  /** A name that an app or a pipeline can have; empty when nothing is left of it. */
  private static Optional<String> usable(String name) {
    return Optional.of(name.replaceAll("[^A-Za-z0-9_.-]+", "-").replaceAll("^[^A-Za-z0-9]+", ""))
        .filter(usable -> !usable.isEmpty() && !usable.matches("[0-9]+"));
  }

  private void line(String text) {
    yaml.append(text).append('\n');
  }

  private void line(String text, String comment) {
    line(text + " ".repeat(Math.max(2, COMMENT_COLUMN - text.length())) + "# " + comment);
  }

  private static String list(List<String> texts) {
    return "[" + String.join(", ", texts.stream().map(KqImport::text).toList()) + "]";
  }

  private static String text(String text) {
    if (PLAIN.matcher(text).matches() && !NOT_TEXT.contains(text.toLowerCase(Locale.ROOT))) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
              } else if (c < ' ' || c == 0x7f) {
                quoted.append(String.format(Locale.ROOT, "\\x%02x", c));
              } else {
                quoted.append((char) c);
              }
            });
    return quoted.append('"').toString();
  }
}
