package io.millrace.broker.vhost;

import io.millrace.broker.queue.Overflow;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the ways to deal with a full queue are called in arguments and policies. */
enum OverflowName {
  DROP_HEAD("drop-head", Overflow.DROP_HEAD),
  REJECT_PUBLISH("reject-publish", Overflow.REJECT_PUBLISH),
  REJECT_PUBLISH_DLX("reject-publish-dlx", Overflow.REJECT_PUBLISH_DEAD_LETTER),
  BLOCK("block", Overflow.BLOCK);

  private final String word;
  private final Overflow overflow;

  OverflowName(String word, Overflow overflow) {
    this.word = word;
    this.overflow = overflow;
  }

  static Optional<Overflow> of(String word) {
    return Arrays.stream(values())
        .filter(name -> name.word.equals(word))
        .map(name -> name.overflow)
        .findFirst();
  }

  static String all() {
    return Arrays.stream(values()).map(name -> name.word).collect(Collectors.joining(", "));
  }
}
