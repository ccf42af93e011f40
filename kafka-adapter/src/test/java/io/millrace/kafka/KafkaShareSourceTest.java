package io.millrace.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.kafka.share.ShareGroupsUnavailableException;
import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.Outcome;
import io.millrace.queue.Producer;
import io.millrace.queue.Pusher;
import io.millrace.queue.Queue;
import io.millrace.queue.Settlement;
import io.millrace.testkit.FetchBuffer;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.KafkaExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KafkaExtension.class)
@Timeout(180)
class KafkaShareSourceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ShareTopic topic;
  private final Map<String, Integer> handled = new ConcurrentHashMap<>();

  KafkaShareSourceTest(KafkaBroker broker) {
    this.topic = new ShareTopic(broker);
  }

  private Outcome handle(Message<String> message) {
    handled.merge(message.payload(), 1, Integer::sum);
    return Outcome.ack();
  }

  private void awaitHandled(int count) {
    await().atMost(PATIENCE).until(() -> handled.size() >= count);
  }

  private static void close(Producer<String> reader) {
    ((ShareReader<String>) reader).abandon();
  }

  /** Fetches until there are {@code count} messages in all. */
  private static List<Message<String>> fetch(Producer<String> reader, int count) {
    List<Message<String>> messages = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              FetchBuffer<String> fetch = FetchBuffer.of(count - messages.size());
              assertThat(reader.fetch(fetch)).isEqualTo(FetchResult.MORE);
              messages.addAll(fetch.messages());
              return messages.size() == count;
            });
    return messages;
  }

  @Test
  void anOrderlyStopInTheMiddleDoublesNothing() throws Exception {
    int count = 3_000;
    topic.publish(count);
    for (int part = 1; part <= 3; part++) {
      try (Queue<String> queue = topic.queue(this::handle).build()) {
        queue.start();
        awaitHandled(count / 3 * part);
      }
    }
    assertThat(handled).hasSize(count);
    assertThat(handled.values()).allMatch(times -> times == 1);
    assertThat(topic.counted("millrace.share.lapsed")).isZero();
  }

  @Test
  void keepsAMessageForAsLongAsItsHandlerTakes() throws Exception {
    topic.publish(20);
    CountDownLatch slow = new CountDownLatch(1);
    try (Queue<String> queue =
            topic
                .queue(
                    message -> {
                      if (message.payload().equals("m3")) {
                        slow.await();
                      }
                      return handle(message);
                    })
                .build();
        Queue<String> other = topic.queue(this::handle).build()) {
      queue.start();
      awaitHandled(19);
      other.start();
      await().atMost(PATIENCE).until(() -> topic.counted("millrace.share.renewals") >= 4);
      slow.countDown();
      awaitHandled(20);
    }
    assertThat(handled.values()).allMatch(times -> times == 1);
    assertThat(topic.counted("millrace.share.lapsed")).isZero();
  }

  @Test
  void countsDeliveriesAsAttempts() throws Exception {
    topic.publish(2);
    Producer<String> reader = topic.source(KafkaPayload.text()).build().create(0);
    for (int delivery = 1; delivery <= 3; delivery++) {
      List<Message<String>> messages = fetch(reader, 2);
      assertThat(messages).extracting(Message::attempt).containsOnly(delivery);
      reader.settle(
          messages.stream().map(each -> new Settlement<>(each, Settlement.Kind.RETURNED)).toList());
    }
    reader.close();
  }

  @Test
  void countsWhatLapsedAndLetsAnotherHandleIt() throws Exception {
    topic.publish(10);
    Producer<String> late = topic.source(KafkaPayload.text()).build().create(0);
    List<Message<String>> messages = fetch(late, 10);
    // Nobody renews: the locks end.
    Producer<String> other = topic.source(KafkaPayload.text()).build().create(0);
    assertThat(fetch(other, 10)).extracting(Message::attempt).containsOnly(2);
    late.settle(
        messages.stream().map(each -> new Settlement<>(each, Settlement.Kind.ACKED)).toList());
    late.close();
    assertThat(topic.counted("millrace.share.lapsed")).isEqualTo(10);
    close(other);
  }

  @Test
  void givesToTheDesignatedPusherWhatIsNoPayload() throws Exception {
    topic.publish(List.of(Message.of("12"), Message.of("twelve"), Message.of("13")));
    ConcurrentLinkedQueue<Message<byte[]>> poison = new ConcurrentLinkedQueue<>();
    List<Integer> numbers = new ArrayList<>();
    try (Queue<Integer> queue =
        Queue.<Integer>builder("numbers")
            .producers(
                1,
                topic.source(KafkaPayload.json(Integer.class)).onPoison(pusherTo(poison)).build())
            .consumers(
                () ->
                    message -> {
                      synchronized (numbers) {
                        numbers.add(message.payload());
                      }
                      return Outcome.ack();
                    })
            .build()) {
      queue.start();
      await().atMost(PATIENCE).until(() -> poison.size() == 1);
      await().atMost(PATIENCE).until(() -> numbers.size() == 2);
    }
    Message<byte[]> letter = poison.remove();
    assertThat(letter.payload()).isEqualTo("twelve".getBytes(UTF_8));
    assertThat(letter.headers().get(DeadLetterHeaders.POSITION)).hasValue("0@1");
    assertThat(letter.headers().get(DeadLetterHeaders.REASON)).hasValue("the value is no payload");
    assertThat(numbers).containsExactlyInAnyOrder(12, 13);
  }

  @Test
  void savesWhatItsGroupWouldDropAfterTheLastDelivery() throws Exception {
    topic.publish(1);
    ConcurrentLinkedQueue<Message<byte[]>> saved = new ConcurrentLinkedQueue<>();
    for (int delivery = 1; delivery <= 2; delivery++) {
      Producer<String> reader =
          topic
              .source(KafkaPayload.text())
              .groupSetting("share.delivery.count.limit", "2")
              .onPoison(pusherTo(saved))
              .build()
              .create(0);
      List<Message<String>> messages = fetch(reader, 1);
      assertThat(saved).isEmpty();
      reader.settle(List.of(new Settlement<>(messages.get(0), Settlement.Kind.RETURNED)));
      reader.close();
    }
    assertThat(saved).hasSize(1);
    assertThat(saved.remove().headers().get(DeadLetterHeaders.ATTEMPTS)).hasValue("2");
    assertThat(topic.counted("millrace.share.last.deliveries")).isEqualTo(1);
    assertThat(topic.counted("millrace.share.exhausted")).isEqualTo(1);
  }

  private static Pusher<byte[]> pusherTo(java.util.Queue<Message<byte[]>> letters) {
    return new Pusher<>() {
      @Override
      public String name() {
        return "letters";
      }

      @Override
      public void push(List<Message<byte[]>> messages) {
        letters.addAll(messages);
      }
    };
  }

  @Test
  void goesOnAfterTheBrokerWasAway() throws Exception {
    try (KafkaBroker own = KafkaBroker.builder().build()) {
      own.start();
      ShareTopic away = new ShareTopic(own);
      away.publish(100);
      try (Queue<String> queue = away.queue(this::handle).build()) {
        queue.start();
        awaitHandled(100);
        own.restart();
        handled.clear();
        away.publish(100);
        awaitHandled(100);
      }
    }
  }

  @Test
  void saysWhatToEnableWhereThereAreNoShareGroups() throws Exception {
    try (KafkaBroker old = KafkaBroker.builder().build()) {
      old.start();
      disableShareGroups(old);
      KafkaShareSource<String> source =
          KafkaShareSource.builder(KafkaPayload.text())
              .bootstrapServers(old.bootstrapServers())
              .group("g")
              .topics("t")
              .build();
      assertThatThrownBy(() -> source.create(0))
          .isInstanceOf(ShareGroupsUnavailableException.class)
          .hasMessageContaining("--feature share.version=1")
          .hasMessageContaining("KafkaSource");
      assertThat(source.notReady().orElseThrow()).contains("not enabled");
    }
  }

  private static void disableShareGroups(KafkaBroker broker) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      FeatureUpdate off = new FeatureUpdate((short) 0, FeatureUpdate.UpgradeType.SAFE_DOWNGRADE);
      admin.updateFeatures(Map.of("share.version", off), new UpdateFeaturesOptions()).all().get();
    }
  }

  @Test
  void refusesOrdersAndWhatOnlyConsumerGroupsHave() {
    KafkaShareSourceBuilder<String> builder = topic.source(KafkaPayload.text());
    assertThat(builder.ordering(Ordering.NONE)).isSameAs(builder);
    assertThatThrownBy(() -> builder.ordering(Ordering.KEY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("KafkaSource");
    assertThatThrownBy(() -> builder.properties(Map.of("auto.offset.reset", "earliest")).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("startAt");
  }

  @Test
  void tellsItsLagAndATopicThatIsMissing() throws Exception {
    topic.publish(7);
    KafkaShareSource<String> source = topic.source(KafkaPayload.text()).build();
    Producer<String> reader = source.create(0);
    List<Message<String>> messages = fetch(reader, 7);
    reader.settle(
        messages.subList(0, 3).stream()
            .map(each -> new Settlement<>(each, Settlement.Kind.ACKED))
            .toList());
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              reader.renew(List.of());
              reader.fetch(FetchBuffer.of(0));
              return reader.lag() == 4;
            });
    assertThat(source.notReady()).isEmpty();
    close(reader);
    KafkaShareSource<String> lost =
        topic.source(KafkaPayload.text()).topics("no-such-topic").build();
    Producer<String> waiting = lost.create(0);
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              waiting.fetch(FetchBuffer.of(1));
              return lost.notReady().isPresent();
            });
    assertThat(lost.notReady()).hasValue("of the topics [no-such-topic] not all exist");
    waiting.close();
  }
}
