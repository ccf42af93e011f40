package io.millrace.daemon.source.kafka;

import io.millrace.daemon.kafka.ClientKind;
import io.millrace.daemon.kafka.KafkaConnection;
import io.millrace.daemon.kafka.TopicNames;
import io.millrace.daemon.source.line.ContentKey;
import io.millrace.daemon.spi.Options;
import io.millrace.kafka.StartAt;
import io.millrace.queue.Ordering;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The options of a Kafka source.
 *
 * @param topics what to read; empty where the pattern says it
 * @param offset where a group begins that has never read a partition; empty for a share group that
 *     leaves it to the cluster
 * @param commitEvery how long what is finished may wait for its commit
 * @param commitDone how many finished messages do not wait that long
 * @param gapLimit of a consumer group: how far a partition may go on beyond its first unfinished
 *     message
 * @param revokeBudget of a consumer group: how long handlers may go on with a partition that the
 *     group takes away
 * @param retryTopic where messages wait for their next attempt that wait too long for the gap limit
 * @param isShare whether it is a share group
 */
record KafkaSourceSettings(
    KafkaConnection connection,
    Ordering ordering,
    String group,
    List<String> topics,
    Optional<Pattern> topicPattern,
    Optional<ContentKey> key,
    Optional<StartAt> offset,
    Duration commitEvery,
    int commitDone,
    int gapLimit,
    Duration revokeBudget,
    Optional<String> retryTopic,
    boolean isShare) {
  /**
   * Options that say how a consumer group keeps its place, of which a share group knows nothing.
   */
  private static final List<String> OF_A_CONSUMER_GROUP =
      List.of("topic-pattern", "key", "gap-limit", "revoke-budget", "retry-topic");

  static KafkaSourceSettings from(Options options, Ordering ordering) {
    KafkaConnection connection = KafkaConnection.from(options, ClientKind.CONSUMER);
    boolean isShare = options.flag("share", false);
    Options commit = options.options("commit");
    KafkaSourceSettings settings =
        new KafkaSourceSettings(
            connection,
            ordering,
            options.text("group", ""),
            options.texts("topics"),
            isShare
                ? Optional.empty()
                : options.optionalText("topic-pattern").map(pattern -> compile(options, pattern)),
            isShare ? Optional.empty() : ContentKey.from(options),
            offset(options, isShare),
            positive(commit, "every", commit.duration("every", Duration.ofSeconds(1))),
            commit.integer("done", 1_000, 1, Integer.MAX_VALUE),
            isShare ? 1 : options.integer("gap-limit", 10_000, 1, Integer.MAX_VALUE),
            isShare ? Duration.ZERO : options.duration("revoke-budget", Duration.ofSeconds(10)),
            isShare ? Optional.empty() : options.optionalText("retry-topic"),
            isShare);
    settings.check(options);
    return settings;
  }

  private void check(Options options) {
    if (group.isBlank()) {
      throw options.error(
          "group",
          "name a consumer group, as in group: notify; processes of one group share the work");
    }
    if (isShare) {
      checkShare(options);
    }
    if (topics.isEmpty() && topicPattern.isEmpty()) {
      throw options.error(
          "topics", "say what to read: topics: [orders], or topic-pattern: 'orders-.*'");
    }
    if (!topics.isEmpty() && topicPattern.isPresent()) {
      throw options.error("topic-pattern", "either topics or a pattern of topics, not both");
    }
    topics.forEach(topic -> TopicNames.check(topic, options, "topics"));
    retryTopic.ifPresent(topic -> checkRetryTopic(topic, options));
  }

  private void checkRetryTopic(String topic, Options options) {
    TopicNames.check(topic, options, "retry-topic");
    if (topics.contains(topic)) {
      throw options.error("retry-topic", "must not be among the topics: it is read anyway");
    }
    if (ordering != Ordering.NONE) {
      throw options.error(
          "retry-topic",
          "a message that leaves for another topic loses its order: write order: none for this"
              + " pipeline, or leave retry-topic out, so that the partition waits at gap-limit");
    }
  }

  private void checkShare(Options options) {
    if (ordering != Ordering.NONE) {
      throw options.error(
          "share",
          "a share group has no order: write order: none for this pipeline, or leave share out");
    }
    for (String key : OF_A_CONSUMER_GROUP) {
      if (options.has(key)) {
        throw options.error(key, "has no meaning in a share group; leave it or share out");
      }
    }
  }

  private static Optional<StartAt> offset(Options options, boolean isShare) {
    if (isShare && !options.has("offset")) {
      return Optional.empty();
    }
    return Optional.of(options.choice("offset", StartAt.class, StartAt.EARLIEST));
  }

  private static Duration positive(Options options, String key, Duration value) {
    if (value.toMillis() < 1) {
      throw options.error(key, "must be at least 1ms");
    }
    return value;
  }

  private static Pattern compile(Options options, String pattern) {
    try {
      return Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw options.error("topic-pattern", "not a regular expression: " + e.getMessage());
    }
  }
}
