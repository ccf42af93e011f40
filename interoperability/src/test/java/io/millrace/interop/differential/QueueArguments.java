package io.millrace.interop.differential;

import java.util.Map;
import java.util.TreeMap;

/** Makes arguments of queues. */
final class QueueArguments {
  private final Dice dice;
  private final Traits traits;

  QueueArguments(Dice dice, Traits traits) {
    this.dice = dice;
    this.traits = traits;
  }

  Map<String, Object> next() {
    Map<String, Object> arguments = new TreeMap<>();
    deadLetters(arguments);
    lengths(arguments);
    switch (dice.below(10)) {
      case 0 -> arguments.put("x-message-ttl", 0);
      case 1 ->
          arguments.put(
              "x-message-ttl", traits.isShort() ? Traits.SHORT_MILLIS : Traits.LONG_MILLIS);
      case 2 -> arguments.put("x-message-ttl", Traits.LONG_MILLIS);
      case 3 -> arguments.put("x-max-priority", dice.pick(1, 5));
      case 4 -> arguments.put("x-single-active-consumer", true);
      default -> {}
    }
    if (dice.once(10)) {
      arguments.put(
          "x-expires", traits.isShort() && dice.once(2) ? Traits.SHORT_MILLIS : Traits.LONG_MILLIS);
    }
    if (dice.once(15)) {
      arguments.put("x-queue-mode", dice.pick("default", "lazy"));
    }
    if (dice.once(25)) {
      mistake(arguments);
    }
    return arguments;
  }

  private void deadLetters(Map<String, Object> arguments) {
    if (dice.once(3)) {
      arguments.put(
          "x-dead-letter-exchange", traits.deathly(dice.pick("x", "x", "", "missing"), "x"));
      if (traits.hidesKeys() || dice.once(2)) {
        arguments.put("x-dead-letter-routing-key", dice.pick("a", "dead", "b"));
      }
    }
  }

  private void lengths(Map<String, Object> arguments) {
    if (dice.once(4)) {
      arguments.put("x-max-length", dice.below(4));
    }
    if (dice.once(8)) {
      arguments.put("x-max-length-bytes", dice.pick(3, 5, 8));
    }
    if (arguments.containsKey("x-max-length") || arguments.containsKey("x-max-length-bytes")) {
      // What is meant if nothing is said is another thing here and there.
      arguments.put(
          "x-overflow",
          traits.dropsHead() && dice.once(2)
              ? "drop-head"
              : dice.pick("reject-publish", "reject-publish-dlx"));
    }
  }

  private void mistake(Map<String, Object> arguments) {
    String name =
        dice.pick(
            "x-message-ttl",
            "x-max-length",
            "x-overflow",
            "x-expires",
            "x-max-priority",
            "x-dead-letter-routing-key",
            "x-dead-letter-exchange",
            "x-single-active-consumer");
    arguments.put(name, dice.<Object>pick(-1, "much", 1.5));
    if (name.equals("x-dead-letter-routing-key")) {
      arguments.remove("x-dead-letter-exchange");
    }
  }
}
