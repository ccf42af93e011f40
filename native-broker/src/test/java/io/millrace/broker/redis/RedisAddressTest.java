package io.millrace.broker.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {
  @ParameterizedTest
  @CsvSource({"r1:6379, r1, 6379", "127.0.0.1:1, 127.0.0.1, 1", "[::1]:65535, ::1, 65535"})
  void isWrittenAsItIsRead(String text, String host, int port) {
    assertThat(RedisAddress.parse(text)).isEqualTo(new RedisAddress(host, port)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "r1", ":6379", "r1:", "r1:port", "r1:0", "r1:65536", "[]:6379"})
  void isNoneWithoutAHostAndAPort(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> RedisAddress.parse(text));
  }

  @Test
  void settingsNeedAnAddressAndAClusterHasNoOtherDatabase() {
    assertThatIllegalArgumentException().isThrownBy(() -> RedisSettings.at(List.of()));
    RedisSettings one = RedisSettings.at("r1", 6379);
    RedisAddress other = new RedisAddress("r2", 6379);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new RedisSettings(
                    List.of(one.addresses().get(0), other),
                    one.user(),
                    one.password(),
                    one.tls(),
                    1,
                    one.keyPrefix(),
                    one.memoryBytes()))
        .withMessageContaining("database 0 only");
  }

  @Test
  void settingsShowNoPassword() {
    assertThat(RedisSettings.at("r1", 6379).withUser("mill", "grind"))
        .hasToString("redis://r1:6379/0, keys {millrace}:*");
  }
}
