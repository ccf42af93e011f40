package io.millrace.broker.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
  private static final TrustedProxies PROXIES =
      TrustedProxies.parse(" 10.0.0.0/8, 192.0.2.7 ,fd00::/8,2001:db8::1, ");

  @ParameterizedTest
  @CsvSource({
    "10.255.0.1, true", "11.0.0.1, false", "192.0.2.7, true", "192.0.2.8, false",
    "fd12::9, true", "fe80::9, false", "2001:db8::1, true", "2001:db8::2, false"
  })
  void knowsWhoSpeaksForOthers(String address, boolean trusted) {
    assertThat(PROXIES.include(new InetSocketAddress(address, 1))).isEqualTo(trusted);
  }

  @Test
  void aProgramOnThisMachineSpeaksForItself() {
    assertThat(PROXIES.include(UnixDomainSocketAddress.of("/s"))).isFalse();
    assertThat(TrustedProxies.NONE.include(new InetSocketAddress("10.0.0.1", 1))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/x", "10.0.0", "proxy.example", "::1/129", "/8"})
  void takesNothingElse(String text) {
    assertThatThrownBy(() -> TrustedProxies.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }
}
