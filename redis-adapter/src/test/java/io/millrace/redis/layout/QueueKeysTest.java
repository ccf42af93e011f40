package io.millrace.redis.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.util.JedisClusterCRC16;

class QueueKeysTest {
  @ParameterizedTest
  @ValueSource(strings = {"mail", "{eu}:mail", "{mail}", "a{b", "x{eu}y", "ümläut", "a:b"})
  void keepsAllKeysInTheSlotOfTheList(String list) {
    QueueKeys keys = QueueKeys.of(list);
    int slot = JedisClusterCRC16.getSlot(list);
    assertThat(keys.slot()).isEqualTo(slot);
    assertThat(
            List.of(
                keys.head(),
                keys.claims("w"),
                keys.leases(),
                keys.paused(),
                keys.delayed(),
                keys.delayedJobs(),
                keys.dead(),
                keys.reaper(),
                keys.mover(),
                keys.seen("1"),
                keys.outcome("1")))
        .doesNotHaveDuplicates()
        .allSatisfy(key -> assertThat(JedisClusterCRC16.getSlot(key)).as(key).isEqualTo(slot));
  }

  @Test
  void tellsAListFromTheOneThatIsNamedLikeItsTag() {
    assertThat(QueueKeys.of("mail").head()).isEqualTo("{mail}:head");
    assertThat(QueueKeys.of("{mail}").head()).isEqualTo("{mail}::head");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a}b", "{}", "{}a", "a{}b{c"})
  void refusesNamesThatLeaveNoRoomForATag(String list) {
    assertThatThrownBy(() -> QueueKeys.of(list)).isInstanceOf(IllegalArgumentException.class);
  }
}
