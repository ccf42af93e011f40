package io.millrace.broker.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.message.Message;
import io.millrace.broker.message.Properties;
import io.millrace.broker.server.Broker;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExchangeTypesTest {
  @TempDir private Path directory;

  @Test
  void namesTheTypesThatTheBrokerHas() {
    assertThat(ExchangeTypes.standard().names())
        .containsExactly(
            "direct", "fanout", "headers", "topic", "x-consistent-hash", "x-delayed-message");
  }

  @Test
  void takesATypeFromAJar() throws Exception {
    URL[] jar = {jarOf(LastBoundType.class).toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(jar, getClass().getClassLoader())) {
      ExchangeTypes types = ExchangeTypes.with(ServiceLoader.load(ExchangeType.class, loader));
      RoutingTable<Integer> table =
          RoutingTable.<Integer>empty(types)
              .withExchange(ExchangeDefinition.of("mine", "x-last-bound"))
              .withQueue("q1", 1)
              .withQueue("q2", 2)
              .bind(Binding.toQueue("mine", "q1", ""))
              .bind(Binding.toQueue("mine", "q2", ""));

      assertThat(route(table)).isEqualTo(2);
      assertThat(route(table.unbind(Binding.toQueue("mine", "q2", "")))).isEqualTo(1);
    }
  }

  @Test
  void aBrokerHasTheTypesOfItsClassPath() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    URL[] jar = {jarOf(LastBoundType.class).toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(jar, before)) {
      thread.setContextClassLoader(loader);
      try (Broker broker = Broker.startEmbedded()) {
        assertThat(broker.virtualHosts().host("/").orElseThrow().exchangeTypes())
            .contains("x-last-bound", "topic");
      }
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void refusesTwoTypesOfOneName() {
    assertThatThrownBy(() -> ExchangeTypes.with(List.of(new LastBoundType(), new LastBoundType())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("x-last-bound");
  }

  private static int route(RoutingTable<Integer> table) {
    Routing<Integer> routing = new Routing<>();
    table.route(new Message("mine", "", Properties.NONE, new byte[0]), routing);
    assertThat(routing.count()).isEqualTo(1);
    return routing.queue(0);
  }

  private Path jarOf(Class<?> type) throws IOException {
    Path jar = directory.resolve("types.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(file)) {
      entries.putNextEntry(new JarEntry("META-INF/services/" + ExchangeType.class.getName()));
      entries.write(type.getName().getBytes(StandardCharsets.UTF_8));
      entries.closeEntry();
    }
    return jar;
  }
}
