package io.millrace.daemon.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class ReasonTest {
  @Test
  void saysWhatIsWrongWithAFile() {
    assertThat(Reason.of(new NoSuchFileException("/a/b")))
        .isEqualTo("/a/b: no such file or directory");
    assertThat(Reason.of(new AccessDeniedException("/a/b"))).isEqualTo("/a/b: permission denied");
    assertThat(Reason.of(new FileSystemException("/a/b", null, "No space left on device")))
        .isEqualTo("/a/b: No space left on device");
  }

  @Test
  void saysWhatIsWrongWithAConnection() {
    assertThat(Reason.of(new ConnectException())).isEqualTo("cannot connect");
    assertThat(Reason.of(new ConnectException("Connection refused")))
        .isEqualTo("Connection refused");
    assertThat(Reason.of(new UnknownHostException("nowhere")))
        .isEqualTo("there is no host nowhere");
  }

  @Test
  void keepsAMessageAndElseNamesTheException() {
    assertThat(Reason.of(new IOException("it broke"))).isEqualTo("it broke");
    assertThat(Reason.of(new IOException())).isEqualTo("java.io.IOException");
  }
}
