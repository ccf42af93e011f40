package io.millrace.bench.kafka;

import java.util.ArrayList;
import java.util.List;

/** Every contender there is, each with the settings that were fastest. */
final class Contenders {
  private Contenders() {}

  static List<Contender> all() {
    List<Contender> contenders = new ArrayList<>();
    contenders.add(new RawLoop(500));
    contenders.add(new RawLoop(5_000));
    contenders.add(new RawShareLoop());
    contenders.add(new SpringContainer(false, 500));
    contenders.add(new SpringContainer(true, 5_000));
    for (Order order : Order.values()) {
      contenders.add(new ParallelConsumer(order, 500));
    }
    for (Order order : Order.values()) {
      contenders.add(new MillraceGroup(order));
    }
    contenders.add(new MillraceShare());
    return contenders;
  }

  static Contender named(String name) {
    return all().stream()
        .filter(contender -> contender.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no contender " + name));
  }
}
