package io.millrace.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.redis.connection.LinkSettings;
import io.millrace.redis.connection.RedisLocation;
import io.millrace.redis.connection.RedisServers;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisLocationTest {
  @Test
  void readsAllPartsOfAnAddress() {
    RedisServers servers =
        new RedisLocation().address("rediss://mill:gr%3Aind@r1:6380/3").toServers();
    LinkSettings settings = servers.settings();
    assertThat(servers).hasToString("r1:6380");
    assertThat(settings.user()).contains("mill");
    assertThat(settings.password()).contains("gr:ind");
    assertThat(settings.tls()).isPresent();
    assertThat(settings.database()).isEqualTo(3);
    assertThat(settings.toString()).doesNotContain("gr:ind");
  }

  @Test
  void needsAHostOnly() {
    assertThat(new RedisLocation().address("r1").toServers()).hasToString("r1:6379");
    assertThat(new RedisLocation().address("redis://:secret@r1").toServers().settings().user())
        .isEqualTo(Optional.empty());
    assertThat(new RedisLocation().address("s1").sentinel("m").toServers())
        .hasToString("m of [s1:26379]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":6379", "r1:x", "http://r1", "redis://", "redis://u:p w@r1"})
  void refusesWhatIsNoAddressWithoutRepeatingASecret(String address) {
    assertThatThrownBy(() -> new RedisLocation().address(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("p w");
  }

  @Test
  void refusesSeveralServersThatAreNeitherClusterNorSentinels() {
    assertThatThrownBy(() -> new RedisLocation().address("r1").address("r2").toServers())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("say which");
    assertThatThrownBy(() -> new RedisLocation().address("r1").cluster().database(1).toServers())
        .isInstanceOf(IllegalArgumentException.class);
  }
}
