package io.millrace.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import io.millrace.testkit.FetchBuffer;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.KafkaExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What crashes cost in a share group. The cluster counts a delivery also when it answers the fetch
 * of a member that is dead by then, so a record may be dropped that was seen fewer times than its
 * group allows.
 */
@ExtendWith(KafkaExtension.class)
@Timeout(60)
class KafkaShareCrashTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final int RECORDS = 20;

  /** The cluster's default. */
  private static final int DELIVERIES = 5;

  private final ShareTopic topic;
  @AutoClose private final GroupDeadLetters letters;

  /** How often a record was seen, by offset. */
  private final Map<Long, Integer> seen = new HashMap<>();

  KafkaShareCrashTest(KafkaBroker broker) throws Exception {
    topic = new ShareTopic(broker);
    letters = new GroupDeadLetters(broker);
  }

  @Test
  void losesToCrashesOnlyWhatHasUsedUpItsDeliveriesAndIsWithTheDeadLettersOfItsGroup()
      throws Exception {
    topic.publish(RECORDS);
    while (letters.deliveries().isEmpty()) {
      crashTwoMembers();
    }
    Set<Long> handled = handleTheRest();

    Map<Long, Integer> dropped = letters.deliveries();
    assertThat(dropped.values()).containsOnly(DELIVERIES);
    dropped.keySet().forEach(each -> assertThat(seen.get(each)).isBetween(1, DELIVERIES));
    assertThat(handled).doesNotContainAnyElementsOf(dropped.keySet());
    handled.addAll(dropped.keySet());
    assertThat(handled).isEqualTo(LongStream.range(0, RECORDS).boxed().collect(Collectors.toSet()));
  }

  /** While one of them has records, the other's fetch waits for them at the broker. */
  private void crashTwoMembers() throws Exception {
    Producer<String> first = member();
    Producer<String> second = member();
    List<Producer<String>> both = List.of(first, second);
    patiently().until(() -> fetch(first).size() + fetch(second).size() > 0);
    both.forEach(each -> ((ShareReader<String>) each).abandon());
  }

  private Set<Long> handleTheRest() throws Exception {
    Set<Long> handled = new HashSet<>();
    Producer<String> member = member();
    patiently()
        .until(
            () -> {
              List<Settlement<String>> acks = new ArrayList<>();
              for (Message<String> message : fetch(member)) {
                handled.add(message.offset());
                acks.add(new Settlement<>(message, Settlement.Kind.ACKED));
              }
              member.settle(acks);
              return handled.size() + letters.deliveries().size() >= RECORDS;
            });
    member.close();
    return handled;
  }

  private static ConditionFactory patiently() {
    return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5));
  }

  private Producer<String> member() throws Exception {
    return topic
        .source(KafkaPayload.text())
        .groupSetting("share.delivery.count.limit", Integer.toString(DELIVERIES))
        .groupSetting("errors.deadletterqueue.topic.name", letters.name())
        .build()
        .create(0);
  }

  private List<Message<String>> fetch(Producer<String> member) throws Exception {
    FetchBuffer<String> fetch = FetchBuffer.of(RECORDS);
    member.fetch(fetch);
    fetch.messages().forEach(each -> seen.merge(each.offset(), 1, Integer::sum));
    return fetch.messages();
  }
}
