package io.millrace.kafka;

import static java.util.Objects.requireNonNull;

import io.millrace.queue.PushException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * One push: the answers it waits for, and what has failed. Belongs to the thread that pushes.
 *
 * <p>The client blocks for each record that it cannot place, as long as {@code max.block.ms}. So
 * that a batch does not wait that long for every record of it, the first record that was in vain
 * speaks for all others of its topic, or, when no broker answers, for all others.
 */
final class PushAttempt {
  private static final int WORDED = 3;

  private final ProducerSettings settings;
  private final int size;
  private final List<@Nullable Future<RecordMetadata>> answers;
  private final String[] topics;

  /** By place; in the order in which they became known. */
  private final Map<Integer, Throwable> failures = new LinkedHashMap<>();

  /** What made each of these topics not worth another try. */
  private final Map<String, Throwable> givenUp = new LinkedHashMap<>();

  private @Nullable Throwable hopeless;

  PushAttempt(int size, ProducerSettings settings) {
    this.settings = settings;
    this.size = size;
    answers = new ArrayList<>(size);
    topics = new String[size];
  }

  /** Whether what has failed will fail for everything that is not sent yet. */
  boolean isHopeless() {
    return hopeless != null;
  }

  boolean hasGivenUp(String topic) {
    return !givenUp.isEmpty() && givenUp.containsKey(topic);
  }

  void failLike(String topic, int place) {
    failed(place, topic, requireNonNull(givenUp.get(topic)));
  }

  /** Notes a record that the client has; it may have failed it already. */
  void sent(int place, String topic, Future<RecordMetadata> answer) throws InterruptedException {
    topics[place] = topic;
    answers.add(answer);
    if (answer.isDone()) {
      collect(place, answer);
    }
  }

  void failed(int place, String topic, Throwable failure) {
    topics[place] = topic;
    if (answers.size() == place) {
      answers.add(null);
    }
    failures.put(place, failure);
    if (failure.getCause() instanceof UnknownTopicOrPartitionException
        || failure instanceof BufferExhaustedException) {
      givenUp.put(topic, failure);
    } else if (failure instanceof TimeoutException || failure instanceof AuthenticationException) {
      hopeless = failure;
    }
  }

  /**
   * Returns when each record that was sent has its answer; the others fail as what stopped them.
   */
  void awaitAll() throws InterruptedException {
    for (int place = 0; place < answers.size(); place++) {
      Future<RecordMetadata> answer = answers.get(place);
      if (answer != null && !failures.containsKey(place)) {
        collect(place, answer);
      }
    }
    for (int place = answers.size(); place < size; place++) {
      failures.put(place, requireNonNull(hopeless));
    }
  }

  boolean isClean() {
    return failures.isEmpty();
  }

  List<Throwable> causes() {
    return List.copyOf(failures.values());
  }

  PushException toException() {
    BitSet places = new BitSet(size);
    Map<String, Integer> counts = new LinkedHashMap<>();
    failures.forEach(
        (place, failure) -> {
          places.set(place);
          counts.merge(SendFailure.inWords(failure, topic(place), settings), 1, Integer::sum);
        });
    int first = places.nextSetBit(0);
    Throwable cause = requireNonNull(failures.get(first));
    String words = SendFailure.inWords(cause, topic(first), settings);
    return new PushException(
        failures.size() + " of " + size + " messages are not safe in Kafka: " + listed(counts),
        places,
        new KafkaSendException(words, cause));
  }

  private void collect(int place, Future<RecordMetadata> answer) throws InterruptedException {
    try {
      answer.get();
    } catch (ExecutionException e) {
      failed(place, topics[place], e.getCause() == null ? e : e.getCause());
    }
  }

  /** The topic of a message, or of the one that stopped all behind it. */
  private String topic(int place) {
    return topics[Math.min(place, answers.size() - 1)];
  }

  private static String listed(Map<String, Integer> counts) {
    if (counts.size() == 1) {
      return counts.keySet().iterator().next();
    }
    List<String> parts = new ArrayList<>();
    counts.entrySet().stream()
        .limit(WORDED)
        .forEach(each -> parts.add(each.getValue() + " because " + each.getKey()));
    String more =
        counts.size() > WORDED ? "; and for " + (counts.size() - WORDED) + " more reasons" : "";
    return String.join("; ", parts) + more;
  }
}
