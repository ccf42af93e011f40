package io.millrace.interop.differential;

import io.millrace.interop.differential.MessageSteps.Settlement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the script of a number. */
final class Generator {
  private static final List<String> KEYS = List.of("a", "a.b", "a.b.c", "b", "");
  private static final List<String> PATTERNS =
      List.of("a", "a.b", "a.*", "a.#", "#", "*.b", "#.c", "*", "");
  private static final List<String> TYPES = List.of("direct", "fanout", "topic", "headers");

  private final Dice dice;
  private final Traits traits;
  private final Contents contents;
  private final QueueArguments queueArguments;
  private final List<Step> steps = new ArrayList<>();
  private int tags;

  private Generator(long number) {
    dice = new Dice(number);
    traits = Traits.of(dice);
    contents = new Contents(dice, traits);
    queueArguments = new QueueArguments(dice, traits);
  }

  static Script script(long number) {
    Generator generator = new Generator(number);
    generator.topology();
    int count = 20 + generator.dice.below(20);
    for (int i = 0; i < count; i++) {
      generator.steps.add(generator.next());
    }
    return new Script(number, generator.steps, generator.traits.passMillis());
  }

  private void topology() {
    steps.add(
        TopologySteps.declareExchange(
            0, "x", dice.pick("fanout", "direct"), false, false, false, Map.of()));
    steps.add(TopologySteps.declareQueue(0, "dead", false, false, false, Map.of()));
    steps.add(TopologySteps.bindQueue(0, "dead", "x", "a", Map.of()));
    for (int i = 0; i < 2; i++) {
      steps.add(declareQueue("q" + i));
      steps.add(declareExchange("e" + i));
      steps.add(
          TopologySteps.bindQueue(0, "q" + i, "e" + i, dice.pick(PATTERNS), contents.pattern()));
    }
    if (dice.once(3)) {
      steps.add(ChannelSteps.confirm(1));
    }
    if (dice.once(3)) {
      steps.add(ChannelSteps.transact(2));
    }
  }

  private Step next() {
    int share = dice.below(100);
    if (share < 34) {
      return publish();
    }
    if (share < 46) {
      return MessageSteps.get(line(), queue(), traits.dropsHead() || dice.once(3));
    }
    if (share < 54) {
      return consume();
    }
    if (share < 70) {
      return settlement();
    }
    if (share < 80) {
      return channelStep();
    }
    return dice.once(8) ? silentStep() : topologyStep();
  }

  private Step publish() {
    boolean toQueue = dice.once(3);
    return MessageSteps.publish(
        line(),
        toQueue ? "" : exchange(),
        toQueue ? queue() : dice.pick(KEYS),
        dice.once(4),
        contents.properties(List.of(dice.pick(KEYS), queue())),
        contents.body());
  }

  private Step consume() {
    if (dice.once(4)) {
      return MessageSteps.cancel(line(), "c" + dice.below(tags + 1));
    }
    Map<String, Object> arguments =
        dice.once(6)
            ? Map.of("x-priority", dice.once(10) ? "much" : (Object) dice.below(3))
            : Map.of();
    String tag = "c" + (tags > 0 && dice.once(25) ? tags - 1 : tags++);
    return MessageSteps.consume(
        line(),
        queue(),
        tag,
        traits.dropsHead() || dice.once(3),
        dice.once(10),
        dice.once(12),
        arguments);
  }

  private Step settlement() {
    return switch (dice.below(14)) {
      case 0 -> MessageSteps.settleAll(line(), dice.once(2));
      case 1 -> dice.once(3) ? MessageSteps.settleUnknown(line()) : MessageSteps.recover(line());
      default ->
          MessageSteps.settle(
              line(), dice.below(4), dice.once(4), dice.pick(List.of(Settlement.values())));
    };
  }

  private Step channelStep() {
    return switch (dice.below(13)) {
      case 0 -> ChannelSteps.close(line());
      case 1 -> ChannelSteps.confirm(dice.pick(1, 1, 1, 2));
      case 2 -> ChannelSteps.transact(dice.pick(2, 2, 2, 1));
      case 3, 4 -> ChannelSteps.commit(2);
      case 5 -> ChannelSteps.rollback(2);
      case 6 -> dice.once(2) ? ChannelSteps.closeConnection() : ChannelSteps.close(line());
      default -> MessageSteps.prefetch(line(), dice.below(4), dice.once(3));
    };
  }

  private Step topologyStep() {
    return switch (dice.below(15)) {
      case 0, 1 -> declareQueue(namedQueue());
      case 2 -> TopologySteps.lookAtQueue(line(), namedQueue());
      case 3 -> TopologySteps.deleteQueue(line(), queue(), dice.once(3));
      case 4 -> TopologySteps.purge(line(), queue());
      case 5 -> declareExchange(exchange());
      case 6 -> TopologySteps.lookAtExchange(line(), exchange());
      case 7 -> TopologySteps.deleteExchange(line(), exchange(), dice.once(2));
      case 8 ->
          TopologySteps.unbindQueue(
              line(), queue(), exchange(), dice.pick(PATTERNS), contents.pattern());
      case 9, 10 ->
          TopologySteps.bindExchange(
              line(), exchange(), exchange(), dice.pick(PATTERNS), contents.pattern());
      case 11 -> TopologySteps.unbindExchange(line(), exchange(), exchange(), dice.pick(PATTERNS));
      case 12 -> TopologySteps.deleteEmptyQueue(line(), queue());
      default ->
          TopologySteps.bindQueue(
              line(), queue(), exchange(), dice.pick(PATTERNS), contents.pattern());
    };
  }

  private Step silentStep() {
    return switch (dice.below(6)) {
      case 0 -> SilentSteps.declareQueue(line(), namedQueue(), dice.once(2), queueArguments.next());
      case 1 -> SilentSteps.bindQueue(line(), queue(), exchange(), dice.pick(PATTERNS));
      case 2 -> SilentSteps.deleteQueue(line(), queue(), dice.once(3));
      case 3 -> SilentSteps.declareExchange(line(), exchange(), dice.pick(TYPES), dice.once(2));
      case 4 -> SilentSteps.bindExchange(line(), exchange(), exchange(), dice.pick(PATTERNS));
      default -> SilentSteps.deleteExchange(line(), exchange(), dice.once(2));
    };
  }

  private Step declareQueue(String queue) {
    return TopologySteps.declareQueue(
        line(), queue, dice.once(2), dice.once(8), dice.once(8), queueArguments.next());
  }

  private Step declareExchange(String exchange) {
    Map<String, Object> arguments =
        dice.once(6)
            ? Map.of("alternate-exchange", traits.deathly(dice.pick("x", "missing"), "missing"))
            : Map.of();
    return TopologySteps.declareExchange(
        line(),
        exchange,
        dice.once(60) ? "x-other" : dice.pick(TYPES),
        dice.once(2),
        dice.once(8),
        dice.once(12),
        arguments);
  }

  /** Mostly the first ones, of the first connection. */
  private int line() {
    return Math.min(dice.below(Side.LINES), dice.below(Side.LINES));
  }

  /** Also none, which is the one that was declared last. */
  private String queue() {
    return dice.once(60) ? "" : namedQueue();
  }

  private String namedQueue() {
    return switch (dice.below(120)) {
      case 0, 1, 2 -> "missing";
      case 3 -> "amq.q";
      default -> dice.pick("q0", "q0", "q1", "q1", "q2", "q3", traits.deathly("dead", "q0"));
    };
  }

  private String exchange() {
    return switch (dice.below(80)) {
      case 0, 1 -> "missing";
      case 2, 3 -> "amq.topic";
      case 4 -> "";
      case 5 -> "amq.own";
      default -> dice.pick("e0", "e0", "e1", "e1", "e2", "e3", traits.deathly("x", "e0"));
    };
  }
}
