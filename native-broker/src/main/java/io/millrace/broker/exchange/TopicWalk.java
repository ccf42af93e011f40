package io.millrace.broker.exchange;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Walks the trie of patterns along the words of a routing key, all ways at once. For one thread;
 * used again for the next key, so that a walk allocates nothing.
 *
 * <p>What is kept from word to word is the set of nodes that the words so far lead to, each once.
 * That bounds a walk by words times nodes, where following one way after the other would take time
 * exponential in the number of {@code #} in a pattern.
 */
final class TopicWalk<Q> {
  /** A larger set is given back after the walk that needed it. */
  private static final int KEEP = 1024;

  private @Nullable TopicNode<Q>[] now = nodes(16);
  private @Nullable TopicNode<Q>[] next = nodes(16);
  private int nowCount;
  private int nextCount;

  /** Those of {@code next} that a second way may lead to. */
  private final SeenSet reached = new SeenSet();

  void walk(TopicNode<Q> root, String key, Routing<Q> to) {
    enter(root);
    advance();
    int length = key.length();
    int from = 0;
    int hash = 0;
    for (int i = 0; i <= length && length > 0 && nowCount > 0; i++) {
      char c = i < length ? key.charAt(i) : '.';
      if (c != '.') {
        hash = 31 * hash + c;
        continue;
      }
      step(key, from, i, hash);
      from = i + 1;
      hash = 0;
    }
    for (int i = 0; i < nowCount; i++) {
      node(i).targets().addTo(to);
    }
    clear();
  }

  private void step(String key, int from, int to, int hash) {
    for (int i = 0; i < nowCount; i++) {
      TopicNode<Q> node = node(i);
      if (node.isAfterAny()) {
        enter(node);
      }
      enter(node.word(key, from, to, hash));
      enter(node.one());
    }
    advance();
  }

  /** With {@code node} the next word may also be one behind a {@code #} that stands for none. */
  private void enter(@Nullable TopicNode<Q> entered) {
    for (TopicNode<Q> node = entered; node != null; node = node.any()) {
      if (node.isReachedOften() && !reached.add(node)) {
        return;
      }
      if (nextCount == next.length) {
        next = Arrays.copyOf(next, nextCount * 2);
      }
      next[nextCount++] = node;
    }
  }

  private void advance() {
    @Nullable TopicNode<Q>[] done = now;
    now = next;
    next = done;
    nowCount = nextCount;
    nextCount = 0;
    reached.clear();
  }

  @SuppressWarnings("NullAway") // below nowCount there is a node
  private TopicNode<Q> node(int index) {
    return now[index];
  }

  /** Lets go of the snapshot, which may be an old one by the next walk. */
  private void clear() {
    now = cleared(now);
    next = cleared(next);
    nowCount = 0;
  }

  private @Nullable TopicNode<Q>[] cleared(@Nullable TopicNode<Q>[] nodes) {
    if (nodes.length > KEEP) {
      return nodes(16);
    }
    Arrays.fill(nodes, null);
    return nodes;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Java's generics cannot make an array
  private static <Q> @Nullable TopicNode<Q>[] nodes(int length) {
    return new TopicNode[length];
  }
}
