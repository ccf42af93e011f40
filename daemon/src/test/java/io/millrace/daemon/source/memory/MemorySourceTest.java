package io.millrace.daemon.source.memory;

import static io.millrace.daemon.fixture.Fixtures.context;
import static io.millrace.daemon.fixture.Fixtures.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.daemon.fixture.HandFetch;
import io.millrace.daemon.fixture.MapOptions;
import io.millrace.daemon.spi.Source;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class MemorySourceTest {
  @TempDir Path directory;

  @Test
  void makesSoManyMessagesSharedOutAmongTheProducers() throws Exception {
    Source source = source("count", 2_000, "size", 10, "keys", 7);
    List<Message<byte[]>> messages = new ArrayList<>();
    try (Producer<byte[]> first = source.producers().create(0);
        Producer<byte[]> second = source.producers().create(1)) {
      messages.addAll(HandFetch.once(first, 100));
      messages.addAll(HandFetch.toEnd(second));
      messages.addAll(HandFetch.toEnd(first));
    }

    assertThat(texts(messages))
        .hasSize(2_000)
        .doesNotHaveDuplicates()
        .allMatch(text -> text.length() == 10);
    assertThat(messages.stream().map(message -> message.key().orElseThrow()).distinct()).hasSize(7);
  }

  @Test
  void theLagsOfTheProducersAddUpToWhatIsLeft() throws Exception {
    Source source = source("count", 2_000);
    try (Producer<byte[]> first = source.producers().create(0);
        Producer<byte[]> second = source.producers().create(1)) {
      HandFetch.once(first, 512);

      assertThat(first.lag() + second.lag()).isEqualTo(2_000 - 512);
    }
  }

  @Test
  void theSameSeedGivesTheSameKeys() throws Exception {
    assertThat(keys(5)).isEqualTo(keys(5)).isNotEqualTo(keys(6));
  }

  @Test
  void keepsToTheRate() throws Exception {
    Source source = source("count", 100, "rate", 500);
    long begun = System.nanoTime();
    try (Producer<byte[]> producer = source.producers().create(0)) {
      assertThat(HandFetch.toEnd(producer)).hasSize(100);
    }

    assertThat(System.nanoTime() - begun).isGreaterThan(150_000_000L);
  }

  private List<String> keys(int seed) throws Exception {
    try (Producer<byte[]> producer =
        source("count", 50, "keys", 9, "seed", seed).producers().create(0)) {
      return HandFetch.toEnd(producer).stream()
          .map(message -> message.key().orElseThrow())
          .toList();
    }
  }

  private Source source(Object... options) throws IOException {
    return new MemorySourceType().configure(MapOptions.of(options), context(directory));
  }
}
