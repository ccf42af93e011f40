package io.millrace.broker.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.journal.Journal;
import io.millrace.testkit.redis.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a store in a real Redis server takes, and what it says of what it does not. */
@Timeout(120)
class RedisRoomTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final RedisServer redis = RedisServer.builder().build();
  private final AtomicInteger durable = new AtomicInteger();
  private final AtomicReference<IOException> failure = new AtomicReference<>();

  @BeforeEach
  void start() {
    redis.start();
  }

  @AfterEach
  void stop() {
    redis.close();
  }

  private RedisSettings settings() {
    return RedisSettings.at(redis.host(), redis.port());
  }

  /** A mebibyte that is to be written. */
  private void submitMebibyte(RedisStore store) {
    Changes changes = new Changes();
    changes.add("SET", store.keys().snapshot("any"), new byte[1 << 20]);
    store.submit(new Submission(changes, Runnable::run, durable::incrementAndGet, failure::set));
  }

  @Test
  void publishersAreToWaitLongBeforeAnythingIsRefused() throws IOException {
    try (RedisStore store = RedisStore.open(settings())) {
      redis.command("CLIENT", "PAUSE", "600000", "WRITE");
      for (int i = 0; i < 7; i++) {
        submitMebibyte(store);
      }
      assertThat(store.isNearlyFull()).isFalse();

      for (int i = 7; i < 10; i++) {
        submitMebibyte(store);
      }
      assertThat(store.isNearlyFull()).isTrue();
      assertThat(store.acceptsMessages()).isTrue();
      assertThat(store.whyNoMessages()).isEmpty();

      for (int i = 10; i < 17; i++) {
        submitMebibyte(store);
      }
      assertThat(store.acceptsMessages()).isFalse();
      assertThat(store.whyNoMessages()).get().asString().contains("cannot keep up");

      redis.command("CLIENT", "UNPAUSE");
      await().atMost(DEADLINE).until(() -> durable.get() == 17);
      assertThat(store.isNearlyFull()).isFalse();
      assertThat(store.acceptsMessages()).isTrue();
      assertThat(store.whyNoMessages()).isEmpty();
    }
  }

  @Test
  void publishersAreToWaitBeforeTheMemoryIsFull() throws IOException {
    RedisSettings small = settings().withKeyPrefix("small").withMemory(1000);
    try (RedisStore store = RedisStore.open(small)) {
      store.hold(899);
      assertThat(store.isNearlyFull()).isFalse();
      store.hold(1);
      assertThat(store.isNearlyFull()).isTrue();
      assertThat(store.acceptsMessages()).isTrue();
      store.hold(100);
      assertThat(store.acceptsMessages()).isFalse();
    }
  }

  @Test
  void whatIsHandedOverAfterTheEndIsToldThatItIsNotWritten() throws IOException {
    RedisStore store = RedisStore.open(settings());
    submitMebibyte(store);
    Journal late = store.open("late", Runnable::run);
    store.close();
    assertThat(durable).hasValue(1);

    submitMebibyte(store);

    assertThat(failure.get()).hasMessageContaining("is closed");
    assertThat(durable).hasValue(1);
    assertThat(late.delete()).isCompletedExceptionally();
  }

  private RedisSettings ofUser() {
    return settings().withUser("broker", "secret").withKeyPrefix("acl");
  }

  @Test
  void aServerThatIsNoNodeOfAClusterIsNotTakenForOneOfSeveral() {
    try (RedisServer other = RedisServer.builder().build()) {
      other.start();
      RedisSettings both =
          RedisSettings.at(
              List.of(
                  new RedisAddress(redis.host(), redis.port()),
                  new RedisAddress(other.host(), other.port())));

      assertThatThrownBy(() -> RedisStore.open(both))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is no node of a cluster: name one address only");
      assertThat(redis.command("KEYS", "*") + other.command("KEYS", "*")).isEmpty();
    }
  }

  @Test
  void aCertificateThatNobodyVouchesForIsNotTrusted() throws Exception {
    try (RedisServer encrypted = RedisServer.builder().tls().build()) {
      encrypted.start();
      RedisSettings at = RedisSettings.at(encrypted.host(), encrypted.tlsPort());

      assertThatThrownBy(() -> RedisStore.open(at.withTls(SSLContext.getDefault())))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot be reached");
      RedisStore.open(at.withTls(encrypted.tlsContext())).close();
    }
  }

  @Test
  void aUserNeedsTheDocumentedCommandsAndNoOthers() throws IOException {
    String all =
        "ACL SETUSER broker on >secret ~{acl}:* +client|setname +eval +get +set +setnx +setrange +del"
            + " +hset +hdel +hscan +sadd +srem +smembers +rpush +lrange";
    redis.command(all.split(" ", -1));
    try (RedisStore store = RedisStore.open(ofUser())) {
      store.submit(
          new Submission(
              store.delete("any"), Runnable::run, durable::incrementAndGet, failure::set));
    }
    assertThat(durable).hasValue(1);
  }

  @Test
  void aUserWhoMayNotWriteAllThatIsWrittenIsRefusedAtTheStart() {
    redis.command("ACL", "SETUSER", "broker", "on", ">secret", "~*", "&*", "+@all", "-hset");

    assertThatThrownBy(() -> RedisStore.open(ofUser()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("can't run this command");
    assertThat(redis.command("EXISTS", "{acl}:owner", "{acl}:trial")).isEqualTo("0");
  }
}
