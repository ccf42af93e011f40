package io.millrace.daemon.amqp;

import io.millrace.amqp.topology.BindingDeclaration;
import io.millrace.amqp.topology.ExchangeDeclaration;
import io.millrace.amqp.topology.QueueDeclaration;
import io.millrace.amqp.topology.Topology;
import io.millrace.daemon.spi.Options;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The option {@code declare}: a queue, what it is bound to, and exchanges. Without it nothing is
 * declared, and all must be there.
 */
public final class Declarations {
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");

  /** The kinds of queue that a broker may have; others go by {@code arguments}. */
  private enum QueueKind {
    CLASSIC,
    QUORUM
  }

  private Declarations() {}

  /**
   * {@code declare: {type, durable, single-active-consumer, arguments, exchanges, bindings}} of a
   * source, or of a sink that is a queue.
   */
  public static Topology ofQueue(Options options, String queue) {
    if (!options.has("declare")) {
      return Topology.NONE;
    }
    Options declare = options.options("declare");
    Topology topology = exchanges(declare);
    Map<String, Object> arguments = arguments(declare);
    if (declare.has("type")) {
      QueueKind kind = declare.choice("type", QueueKind.class, QueueKind.CLASSIC);
      arguments.put("x-queue-type", kind == QueueKind.QUORUM ? "quorum" : "classic");
    }
    if (declare.flag("single-active-consumer", false)) {
      arguments.put("x-single-active-consumer", true);
    }
    boolean isDurable = declare.flag("durable", true);
    topology = topology.with(new QueueDeclaration(queue, isDurable, arguments));
    for (Options each : declare.optionsList("bindings")) {
      topology =
          topology.with(
              new BindingDeclaration(
                  each.text("exchange"), queue, each.text("routing-key", ""), arguments(each)));
    }
    return topology;
  }

  /** {@code declare: {exchanges}} of a sink that is an exchange. */
  public static Topology ofExchange(Options options) {
    return options.has("declare") ? exchanges(options.options("declare")) : Topology.NONE;
  }

  private static Topology exchanges(Options declare) {
    Topology topology = Topology.NONE;
    for (Options each : declare.optionsList("exchanges")) {
      topology =
          topology.with(
              new ExchangeDeclaration(
                  each.text("name"),
                  each.text("type"),
                  each.flag("durable", true),
                  arguments(each)));
    }
    return topology;
  }

  /** Whole numbers and truth values are such for the broker. */
  private static Map<String, Object> arguments(Options options) {
    Map<String, Object> values = new LinkedHashMap<>();
    options.textMap("arguments").forEach((name, text) -> values.put(name, value(text)));
    return values;
  }

  private static Object value(String text) {
    if (NUMBER.matcher(text).matches()) {
      return Long.valueOf(text);
    }
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    return text;
  }
}
