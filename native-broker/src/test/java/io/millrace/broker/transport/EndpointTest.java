package io.millrace.broker.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
  @Test
  void anAddressIsAHostAndAPort() {
    assertThat(Endpoint.parse("127.0.0.1:11181")).hasToString("127.0.0.1:11181");
    assertThat(Endpoint.parse("[::1]:0")).hasToString("[0:0:0:0:0:0:0:1]:0");
    assertThat(Endpoint.parse(":11181").address()).isEqualTo(new InetSocketAddress(11181));
  }

  @Test
  void anAddressWithASlashIsAUnixSocket() {
    assertThat(Endpoint.parse("/run/millrace.sock").address())
        .isEqualTo(UnixDomainSocketAddress.of("/run/millrace.sock"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost", "localhost:", "localhost:x", "localhost:65536", "a b:1"})
  void anythingElseIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Endpoint.parse(text));
  }
}
