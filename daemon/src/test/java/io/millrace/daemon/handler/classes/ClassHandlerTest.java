package io.millrace.daemon.handler.classes;

import static io.millrace.daemon.fixture.Fixtures.context;
import static io.millrace.daemon.fixture.Fixtures.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.daemon.fixture.MapOptions;
import io.millrace.daemon.spi.Handler;
import io.millrace.queue.BatchConsumer;
import io.millrace.queue.Consumer;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.QueueConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassHandlerTest {
  @TempDir Path directory;

  /** Rejects with the reason it was given. */
  public static final class Configured implements Consumer<byte[]> {
    private final String reason;

    public Configured(Map<String, String> options) {
      reason = options.getOrDefault("reason", "none");
    }

    @Override
    public Outcome consume(Message<byte[]> message) {
      return Outcome.reject(reason);
    }
  }

  /** Takes batches. */
  public static final class Batches implements BatchConsumer<byte[]> {
    @Override
    public List<Outcome> consume(List<Message<byte[]>> messages) {
      return List.of(Outcome.ack());
    }
  }

  /** Cannot be made. */
  public static final class Failing implements Consumer<byte[]> {
    public Failing() throws IOException {
      throw new IOException("no connection");
    }

    @Override
    public Outcome consume(Message<byte[]> message) {
      return Outcome.ack();
    }
  }

  @Test
  void eachWorkerHasAnInstanceWithTheOptions() throws Exception {
    QueueConfig.Single<byte[]> handler =
        single("name", Configured.class.getName(), "options", Map.of("reason", "r"));
    Consumer<byte[]> first = handler.factory().create();

    assertThat(first.consume(message("x"))).isEqualTo(Outcome.reject("r"));
    assertThat(handler.factory().create()).isNotSameAs(first);
  }

  @Test
  void aBatchConsumerGetsBatches() throws Exception {
    QueueConfig.Handler<byte[]> handler =
        configure("name", Batches.class.getName(), "max-batch", 9).consumers();

    assertThat(handler)
        .isInstanceOfSatisfying(
            QueueConfig.Batch.class, batch -> assertThat(batch.maxBatch()).isEqualTo(9));
  }

  @Test
  void aClassFromAJarIsLoadedWithItsOwnLoader() throws Exception {
    Path jar =
        jar(
            "Shout",
            "io.millrace.queue.Outcome.deadLetter(new String(message.payload()).toUpperCase())");

    try (Handler handler = configure("name", "Shout", "jar", jar.getFileName().toString())) {
      Consumer<byte[]> consumer =
          ((QueueConfig.Single<byte[]>) handler.consumers()).factory().create();

      assertThat(consumer.consume(message("hey"))).isEqualTo(Outcome.deadLetter("HEY"));
      assertThat(Thread.currentThread().getContextClassLoader())
          .isSameAs(consumer.getClass().getClassLoader());
    } finally {
      Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
    }
  }

  @Test
  void mistakesAreNamed() {
    assertThatThrownBy(() -> configure("name", "no.such.Class"))
        .hasMessageContaining("no class no.such.Class");
    assertThatThrownBy(() -> configure("name", "java.lang.String"))
        .hasMessageContaining("neither a");
    assertThatThrownBy(() -> configure("name", "x.Y", "jar", "missing.jar"))
        .hasMessageContaining("does not exist");
    assertThatThrownBy(() -> configure()).hasMessageContaining("name");
  }

  @Test
  void whatTheConstructorThrowsIsPassedOn() throws Exception {
    assertThatThrownBy(() -> single("name", Failing.class.getName()).factory().create())
        .isInstanceOf(IOException.class)
        .hasMessage("no connection");
    Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
  }

  private Handler configure(Object... options) throws IOException {
    return new ClassHandlerType().configure(MapOptions.of(options), context(directory));
  }

  private QueueConfig.Single<byte[]> single(Object... options) throws IOException {
    return (QueueConfig.Single<byte[]>) configure(options).consumers();
  }

  private Path jar(String name, String outcome) throws IOException {
    Path source = directory.resolve(name + ".java");
    Files.writeString(
        source,
        "public class "
            + name
            + " implements io.millrace.queue.Consumer<byte[]> {"
            + " public io.millrace.queue.Outcome consume(io.millrace.queue.Message<byte[]> message) { return "
            + outcome
            + "; } }");
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                source.toString());
    assertThat(status).isZero();
    Path jar = directory.resolve(name + ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry(name + ".class"));
      out.write(Files.readAllBytes(directory.resolve(name + ".class")));
      out.closeEntry();
    }
    return jar;
  }
}
