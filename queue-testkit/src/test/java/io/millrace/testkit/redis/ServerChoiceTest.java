package io.millrace.testkit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerChoiceTest {
  private final String before = System.getProperty(ServerChoice.PROPERTY);

  @AfterEach
  void restore() {
    if (before == null) {
      System.clearProperty(ServerChoice.PROPERTY);
    } else {
      System.setProperty(ServerChoice.PROPERTY, before);
    }
  }

  @Test
  void runsThePackagedServerWhereThatIsWanted() {
    System.setProperty(ServerChoice.PROPERTY, "packaged");
    try (RedisServer server = ServerChoice.server()) {
      server.start();

      assertThat(server.command("INFO", "server")).contains("redis_version:6.2.");
    }
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    System.setProperty(ServerChoice.PROPERTY, "podman");

    assertThatIllegalArgumentException()
        .isThrownBy(ServerChoice::server)
        .withMessageContaining("podman");
  }
}
