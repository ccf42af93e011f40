package io.millrace.redis.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.envelope.Envelope;
import io.millrace.queue.envelope.EnvelopeFormat;
import io.millrace.queue.redrive.DeadLetter;
import io.millrace.queue.redrive.DeadLetterStore;
import io.millrace.queue.redrive.RedriveReport;
import io.millrace.queue.redrive.Selection;
import io.millrace.redis.RedisHeaders;
import io.millrace.redis.RedisListPusher;
import io.millrace.redis.RedisPayload;
import io.millrace.redis.layout.QueueKeys;
import io.millrace.testkit.redis.RedisExtension;
import io.millrace.testkit.redis.RedisServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Jedis;

@ExtendWith(RedisExtension.class)
class DeadLetterListTest {
  private final RedisServer redis;
  private final String list = "jobs-" + UUID.randomUUID();
  private final String dead = QueueKeys.of(list).dead();
  private final Jedis jedis;
  private DeadLetterStore letters;

  DeadLetterListTest(RedisServer redis) {
    this.redis = redis;
    jedis = new Jedis(redis.host(), redis.port());
    letters = open();
  }

  private DeadLetterStore open() {
    return DeadLetterList.builder().address(redis.uri()).of(list).build();
  }

  @BeforeEach
  void begin() {
    letters = open();
  }

  @AfterEach
  void end() throws Exception {
    letters.close();
    jedis.close();
  }

  private void giveUp(String origin, int first, int count) throws Exception {
    try (RedisListPusher<String> pusher =
        RedisListPusher.builder(RedisPayload.text())
            .address(redis.uri())
            .deadLettersOf(list)
            .build()) {
      pusher.push(IntStream.range(first, first + count).mapToObj(i -> letter(origin, i)).toList());
    }
  }

  private static Message<String> letter(String origin, int i) {
    return Message.builder("m" + i)
        .key("k" + i % 2)
        .headers(
            Headers.of(DeadLetterHeaders.ORIGIN, origin)
                .with(DeadLetterHeaders.REASON, "no " + i)
                .with(RedisHeaders.ID, "id-" + i))
        .build();
  }

  private List<DeadLetter> all() throws Exception {
    List<DeadLetter> all = new ArrayList<>();
    letters.read(all::add);
    return all;
  }

  private static Selection ofKey(String key) {
    return Selection.where(letter -> letter.message().key().equals(Optional.of(key)));
  }

  @Test
  void showsTheOldestFirstAndFindsThemByTheirIds() throws Exception {
    giveUp(list, 0, 250);
    List<DeadLetter> all = all();
    assertThat(all).extracting(DeadLetter::reason).startsWith("no 0", "no 1").hasSize(250);
    assertThat(all).extracting(DeadLetter::id).doesNotHaveDuplicates();
    DeadLetter found = letters.find(all.get(203).id()).orElseThrow();
    assertThat(found.reason()).isEqualTo("no 203");
    assertThat(found.message().headers().get(RedisHeaders.ID)).contains("id-203");
    assertThat(letters.find("none")).isEmpty();
  }

  @Test
  void sendsThoseSelectedBackAsTheMessagesTheyWere() throws Exception {
    giveUp(list, 0, 1_300);
    giveUp(list + ".3", 1_300, 1);
    RedriveReport report = letters.redrive(ofKey("k1"));
    assertThat(report.redriven()).isEqualTo(650);
    assertThat(report.lookedAt()).isEqualTo(1_301);
    assertThat(report.failure()).isEmpty();
    assertThat(jedis.llen(list)).isEqualTo(650);
    Envelope back = EnvelopeFormat.read(jedis.rpop(list.getBytes(UTF_8)));
    assertThat(back.payload()).asString().isEqualTo("m1");
    assertThat(back.key()).contains("k1");
    assertThat(back.id()).contains("id-1");
    assertThat(back.headers().toMap()).containsOnlyKeys(DeadLetterHeaders.REDRIVES);
    assertThat(all())
        .hasSize(651)
        .allMatch(letter -> letter.message().key().orElseThrow().equals("k0"));
    assertThat(letters.redrive(Selection.all().atMost(651)).redriven()).isEqualTo(651);
    assertThat(jedis.llen(list + ".3")).isEqualTo(1);
    assertThat(jedis.exists(dead)).isFalse();
  }

  @Test
  void keepsThoseThatCameFromElsewhereAndSaysSo() throws Exception {
    giveUp("a-topic", 0, 2);
    giveUp(list, 2, 1);
    RedriveReport report = letters.redrive(Selection.all());
    assertThat(report.redriven()).isEqualTo(1);
    assertThat(report.failure().orElseThrow())
        .hasMessageContaining("2 had to stay: they came from a-topic");
    assertThat(jedis.exists("a-topic")).isFalse();
    assertThat(all()).hasSize(2);
  }

  @Test
  void dropsEachOnceAlsoAmongThoseThatAreAlike() throws Exception {
    jedis.rpush(dead, "same", "same", "other", "same");
    assertThat(letters.drop(Selection.all().atMost(2)).redriven()).isEqualTo(2);
    assertThat(jedis.lrange(dead, 0, -1)).containsExactly("other", "same");
    assertThat(letters.drop(Selection.all().dryRun(true)).redriven()).isEqualTo(2);
    assertThat(jedis.llen(dead)).isEqualTo(2);
  }

  @Test
  void takesOutTheRightOnesWhileOthersAreAddedAndTaken() throws Exception {
    giveUp(list, 0, 10);
    List<Integer> seen = new ArrayList<>();
    RedriveReport report =
        letters.drop(
            Selection.where(
                letter -> {
                  if (seen.isEmpty()) {
                    jedis.lpop(dead, 3);
                    jedis.rpush(dead, "new");
                  }
                  seen.add(1);
                  return letter.reason().equals("no 5");
                }));
    assertThat(report.redriven()).isEqualTo(1);
    assertThat(all()).hasSize(7).noneMatch(letter -> letter.reason().equals("no 5"));
  }
}
