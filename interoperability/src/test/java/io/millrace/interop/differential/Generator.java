package io.millrace.interop.differential;

import com.rabbitmq.client.AMQP;
import io.millrace.interop.differential.MessageSteps.Settlement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes the script of a number. */
final class Generator {
  private static final List<String> KEYS = List.of("a", "a.b", "a.b.c", "b", "");
  private static final List<String> PATTERNS =
      List.of("a", "a.b", "a.*", "a.#", "#", "*.b", "#.c", "*", "");
  private static final List<String> TYPES = List.of("direct", "fanout", "topic", "headers");
  private static final int SHORT_MILLIS = 25;
  private static final int PASS_MILLIS = 45;
  private static final int LONG_MILLIS = 3_600_000;

  /**
   * Of all messages, or null. RabbitMQ looks at the head of a queue only, and drops what has
   * expired behind a message that lives longer when it gets there: no such queue comes about.
   */
  private final @Nullable String expiration;

  private final Random random;
  private final boolean isShortLived;
  private final List<Step> steps = new ArrayList<>();
  private int bodies;
  private int tags;

  private Generator(long number) {
    random = new Random(number * 0x9E3779B97F4A7C15L);
    isShortLived = random.nextInt(6) == 0;
    expiration =
        isShortLived && random.nextBoolean()
            ? Integer.toString(SHORT_MILLIS)
            : random.nextInt(12) == 0 ? "0" : null;
  }

  static Script script(long number) {
    Generator generator = new Generator(number);
    generator.topology();
    int count = 20 + generator.random.nextInt(20);
    for (int i = 0; i < count; i++) {
      generator.steps.add(generator.next());
    }
    return new Script(number, generator.steps, generator.isShortLived ? PASS_MILLIS : 0);
  }

  private void topology() {
    steps.add(
        TopologySteps.declareExchange(
            0, "x", pick("fanout", "direct"), false, false, false, Map.of()));
    steps.add(TopologySteps.declareQueue(0, "dead", false, false, false, Map.of()));
    steps.add(TopologySteps.bindQueue(0, "dead", "x", "a", Map.of()));
    for (int i = 0; i < 2; i++) {
      steps.add(declareQueue("q" + i));
      steps.add(declareExchange("e" + i));
      steps.add(TopologySteps.bindQueue(0, "q" + i, "e" + i, pick(PATTERNS), pattern()));
    }
    if (random.nextInt(3) == 0) {
      steps.add(ChannelSteps.confirm(1));
    }
    if (random.nextInt(3) == 0) {
      steps.add(ChannelSteps.transact(2));
    }
  }

  private Step next() {
    int dice = random.nextInt(100);
    if (dice < 34) {
      return publish();
    }
    if (dice < 46) {
      return MessageSteps.get(line(), queue(), random.nextInt(3) == 0);
    }
    if (dice < 54) {
      return consume();
    }
    if (dice < 70) {
      return settlement();
    }
    if (dice < 80) {
      return channelStep();
    }
    return topologyStep();
  }

  private Step publish() {
    AMQP.BasicProperties.Builder properties = new AMQP.BasicProperties.Builder();
    if (random.nextBoolean()) {
      properties.deliveryMode(1 + random.nextInt(2));
    }
    if (random.nextInt(4) == 0) {
      properties.priority(random.nextInt(8));
    }
    if (expiration != null) {
      properties.expiration(expiration);
    } else if (random.nextInt(12) == 0) {
      properties.expiration(Integer.toString(LONG_MILLIS));
    }
    Map<String, Object> headers = headers();
    if (!headers.isEmpty()) {
      properties.headers(headers);
    }
    boolean toQueue = random.nextInt(3) == 0;
    return MessageSteps.publish(
        line(),
        toQueue ? "" : exchange(),
        toQueue ? queue() : pick(KEYS),
        random.nextInt(4) == 0,
        properties.build(),
        "m" + bodies++);
  }

  private Map<String, Object> headers() {
    Map<String, Object> headers = new TreeMap<>();
    if (random.nextInt(3) == 0) {
      headers.put("n", pick(1, 2L, "1", 1.5));
    }
    if (random.nextInt(4) == 0) {
      headers.put("kind", pick("x", "y"));
    }
    switch (expiration == null ? random.nextInt(16) : -1) {
      case 0 -> headers.put("CC", List.of(pick(KEYS), queue()));
      case 1 -> headers.put("BCC", List.of(queue()));
      default -> {}
    }
    return headers;
  }

  /** Arguments of a binding, which only an exchange of the type headers reads. */
  private Map<String, Object> pattern() {
    Map<String, Object> arguments = new TreeMap<>();
    if (random.nextBoolean()) {
      arguments.put("x-match", pick("all", "any"));
      arguments.put("n", pick(1, 2L, "1", 1.5));
      if (random.nextBoolean()) {
        arguments.put("kind", pick("x", "y"));
      }
    }
    return arguments;
  }

  private Step consume() {
    if (random.nextInt(4) == 0) {
      return MessageSteps.cancel(line(), "c" + random.nextInt(tags + 1));
    }
    Map<String, Object> arguments =
        random.nextInt(6) == 0 ? Map.of("x-priority", random.nextInt(3)) : Map.of();
    return MessageSteps.consume(
        line(), queue(), "c" + tags++, random.nextInt(3) == 0, random.nextInt(10) == 0, arguments);
  }

  private Step settlement() {
    return switch (random.nextInt(14)) {
      case 0 -> MessageSteps.settleAll(line(), random.nextBoolean());
      case 1 ->
          random.nextInt(3) == 0
              ? MessageSteps.settleUnknown(line())
              : MessageSteps.recover(line());
      default ->
          MessageSteps.settle(
              line(),
              random.nextInt(4),
              random.nextInt(4) == 0,
              Settlement.values()[random.nextInt(Settlement.values().length)]);
    };
  }

  private Step channelStep() {
    return switch (random.nextInt(12)) {
      case 0 -> ChannelSteps.close(line());
      case 1 -> ChannelSteps.confirm(pick(1, 1, 1, 2));
      case 2 -> ChannelSteps.transact(pick(2, 2, 2, 1));
      case 3, 4 -> ChannelSteps.commit(2);
      case 5 -> ChannelSteps.rollback(2);
      default -> MessageSteps.prefetch(line(), random.nextInt(4), random.nextInt(3) == 0);
    };
  }

  private Step topologyStep() {
    return switch (random.nextInt(14)) {
      case 0, 1 -> declareQueue(queue());
      case 2 -> TopologySteps.lookAtQueue(line(), queue());
      case 3 -> TopologySteps.deleteQueue(line(), queue(), random.nextInt(3) == 0);
      case 4 -> TopologySteps.purge(line(), queue());
      case 5 -> declareExchange(exchange());
      case 6 -> TopologySteps.lookAtExchange(line(), exchange());
      case 7 -> TopologySteps.deleteExchange(line(), exchange(), random.nextBoolean());
      case 8 -> TopologySteps.unbindQueue(line(), queue(), exchange(), pick(PATTERNS), Map.of());
      case 9, 10 -> TopologySteps.bindExchange(line(), exchange(), exchange(), pick(PATTERNS));
      case 11 -> TopologySteps.unbindExchange(line(), exchange(), exchange(), pick(PATTERNS));
      default -> TopologySteps.bindQueue(line(), queue(), exchange(), pick(PATTERNS), pattern());
    };
  }

  private Step declareQueue(String queue) {
    Map<String, Object> arguments = new HashMap<>();
    if (random.nextInt(3) == 0) {
      arguments.put(
          "x-dead-letter-exchange", expiration == null ? pick("x", "x", "", "missing") : "x");
      if (random.nextBoolean()) {
        arguments.put("x-dead-letter-routing-key", pick("a", "dead", "b"));
      }
    }
    if (random.nextInt(4) == 0) {
      arguments.put("x-max-length", 1 + random.nextInt(3));
    }
    if (random.nextInt(8) == 0) {
      arguments.put("x-max-length-bytes", pick(3, 5, 8));
    }
    if (arguments.containsKey("x-max-length") || arguments.containsKey("x-max-length-bytes")) {
      // What is meant if nothing is said is another thing here and there.
      arguments.put("x-overflow", pick("drop-head", "reject-publish", "reject-publish-dlx"));
    }
    switch (random.nextInt(10)) {
      case 0 -> arguments.put("x-message-ttl", 0);
      case 1 -> arguments.put("x-message-ttl", isShortLived ? SHORT_MILLIS : LONG_MILLIS);
      case 2 -> arguments.put("x-message-ttl", LONG_MILLIS);
      case 3 -> arguments.put("x-max-priority", pick(1, 5));
      case 4 -> arguments.put("x-single-active-consumer", true);
      default -> {}
    }
    if (random.nextInt(25) == 0) {
      arguments.put(pick("x-message-ttl", "x-max-length", "x-overflow"), pick(-1, "much"));
    }
    return TopologySteps.declareQueue(
        line(),
        queue,
        random.nextBoolean(),
        random.nextInt(8) == 0,
        random.nextInt(8) == 0,
        new TreeMap<>(arguments));
  }

  private Step declareExchange(String exchange) {
    Map<String, Object> arguments =
        random.nextInt(6) == 0
            ? Map.of("alternate-exchange", expiration == null ? pick("x", "missing") : "missing")
            : Map.of();
    return TopologySteps.declareExchange(
        line(),
        exchange,
        pick(TYPES),
        random.nextBoolean(),
        random.nextInt(8) == 0,
        random.nextInt(12) == 0,
        arguments);
  }

  /** Mostly the first ones, of the first connection. */
  private int line() {
    return Math.min(random.nextInt(Side.LINES), random.nextInt(Side.LINES));
  }

  private String queue() {
    return random.nextInt(40) == 0
        ? "missing"
        : pick("q0", "q0", "q1", "q1", "q2", "q3", deathly("dead", "q0"));
  }

  private String exchange() {
    return switch (random.nextInt(40)) {
      case 0 -> "missing";
      case 1 -> "amq.topic";
      default -> pick("e0", "e0", "e1", "e1", "e2", "e3", deathly("x", "e0"));
    };
  }

  /** Messages that live on are among dead ones: others must not come to them. */
  private String deathly(String name, String otherwise) {
    return expiration == null ? name : otherwise;
  }

  @SafeVarargs
  private <T> T pick(T... all) {
    return all[random.nextInt(all.length)];
  }

  private <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
