package io.millrace.broker.exchange;

import org.jspecify.annotations.Nullable;

/**
 * A node of the trie of topic patterns: where a pattern can go on, and where those lead that end
 * here. Immutable; a change copies the nodes on the pattern's path.
 *
 * <p>A key is cut into words at an index: the word that begins there ends before the next dot, and
 * the one after it begins behind that. An index beyond the end says that there are no more. The
 * empty key has no word, although a key that ends in a dot ends in an empty one.
 */
final class TopicNode<Q> {
  private static final String ONE = "*";
  private static final String ANY = "#";

  /** Whether the pattern's last word, which led here, is {@code #}. */
  private final boolean afterAny;

  /** Whether a word before that is. */
  private final boolean belowAny;

  private final Targets<Q> targets;

  /**
   * By the next word, without a {@link PersistentMap} around it: one place in memory less to read.
   */
  private final MapNode words;

  /** The only word and where it leads, where there is only one; two more places less to read. */
  private final @Nullable String soleWord;

  private final @Nullable TopicNode<Q> sole;

  private final @Nullable TopicNode<Q> one;
  private final @Nullable TopicNode<Q> any;

  @SuppressWarnings("unchecked") // only with puts nodes into words
  private TopicNode(
      boolean afterAny,
      boolean belowAny,
      Targets<Q> targets,
      MapNode words,
      @Nullable TopicNode<Q> one,
      @Nullable TopicNode<Q> any) {
    this.afterAny = afterAny;
    this.belowAny = belowAny;
    this.targets = targets;
    this.words = words;
    this.soleWord = words.soleName();
    this.sole = (TopicNode<Q>) words.soleValue();
    this.one = one;
    this.any = any;
  }

  static <Q> TopicNode<Q> root() {
    return new TopicNode<>(false, false, Targets.none(), MapNode.EMPTY, null, null);
  }

  boolean isAfterAny() {
    return afterAny;
  }

  /** Whether a walk can come here more than once with the same word next. */
  boolean isReachedOften() {
    return afterAny && belowAny;
  }

  Targets<Q> targets() {
    return targets;
  }

  @SuppressWarnings("unchecked") // only with puts nodes in
  @Nullable TopicNode<Q> word(String key, int from, int to, int hash) {
    if (soleWord != null) {
      return MapNode.isName(soleWord, key, from, to) ? sole : null;
    }
    return (TopicNode<Q>) words.get(key, from, to, hash);
  }

  @Nullable TopicNode<Q> one() {
    return one;
  }

  @Nullable TopicNode<Q> any() {
    return any;
  }

  TopicNode<Q> bind(String pattern, int from, Destination<Q> destination) {
    if (isOver(pattern, from)) {
      return with(targets.add(destination));
    }
    int to = wordEnd(pattern, from);
    // Many patterns have the same words; one copy of each is read from the cache.
    String word = pattern.substring(from, to).intern();
    TopicNode<Q> child = child(word);
    TopicNode<Q> old = child == null ? newChild(word) : child;
    return with(word, old.bind(pattern, to + 1, destination));
  }

  /** Null if nothing is left of it. */
  @Nullable TopicNode<Q> unbind(String pattern, int from, Destination<Q> destination) {
    if (isOver(pattern, from)) {
      return orNull(with(targets.remove(destination)));
    }
    int to = wordEnd(pattern, from);
    String word = pattern.substring(from, to);
    TopicNode<Q> child = child(word);
    if (child == null) {
      return this;
    }
    return orNull(with(word, child.unbind(pattern, to + 1, destination)));
  }

  private static boolean isOver(String pattern, int from) {
    return from > pattern.length() || pattern.isEmpty();
  }

  private static int wordEnd(String pattern, int from) {
    int dot = pattern.indexOf('.', from);
    return dot < 0 ? pattern.length() : dot;
  }

  private @Nullable TopicNode<Q> child(String word) {
    return switch (word) {
      case ONE -> one;
      case ANY -> any;
      default -> word(word, 0, word.length(), word.hashCode());
    };
  }

  private TopicNode<Q> newChild(String word) {
    return new TopicNode<>(
        word.equals(ANY), afterAny || belowAny, Targets.none(), MapNode.EMPTY, null, null);
  }

  private TopicNode<Q> with(String word, @Nullable TopicNode<Q> child) {
    return switch (word) {
      case ONE -> new TopicNode<>(afterAny, belowAny, targets, words, child, any);
      case ANY -> new TopicNode<>(afterAny, belowAny, targets, words, one, child);
      default -> {
        MapNode changed =
            child == null
                ? words.remove(word, word.hashCode(), 0)
                : words.put(word, word.hashCode(), child, 0);
        yield new TopicNode<>(afterAny, belowAny, targets, changed, one, any);
      }
    };
  }

  private TopicNode<Q> with(Targets<Q> others) {
    return new TopicNode<>(afterAny, belowAny, others, words, one, any);
  }

  private static <Q> @Nullable TopicNode<Q> orNull(TopicNode<Q> node) {
    boolean empty =
        node.targets.isEmpty() && node.words.isEmpty() && node.one == null && node.any == null;
    return empty ? null : node;
  }
}
