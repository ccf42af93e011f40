package io.millrace.daemon.demo.broker;

import io.millrace.broker.protocol.http.HttpSettings;
import io.millrace.broker.protocol.moonmq.MoonmqSettings;
import io.millrace.broker.server.Broker;
import io.millrace.broker.server.BrokerSettings;
import io.millrace.broker.store.StoreOptions;
import io.millrace.broker.transport.Endpoint;
import io.millrace.broker.vhost.QueueFacts;
import io.millrace.broker.vhost.VirtualHost;
import io.millrace.client.adapter.MillracePayload;
import io.millrace.client.adapter.MillracePusher;
import io.millrace.client.adapter.MillraceSource;
import io.millrace.daemon.demo.DemoBackend;
import io.millrace.queue.Ordering;
import io.millrace.queue.ProducerFactory;
import io.millrace.queue.Pusher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker in this process, with a durable queue in a directory that is gone afterwards; its
 * clients come over the network all the same.
 */
public final class BrokerDemo implements DemoBackend {
  private static final String QUEUE = "demo";
  private static final int BATCH = 500;
  private static final int CREDIT = 8_192;
  private static final int MOST_CONNECTIONS = 100;

  private final Logger log = LoggerFactory.getLogger(BrokerDemo.class);
  private @Nullable Path directory;
  private @Nullable Broker broker;
  private volatile @Nullable MillraceSource<byte[]> source;

  @Override
  public String description() {
    return "the broker with a durable queue";
  }

  @Override
  public String noun() {
    return "msg";
  }

  @Override
  public String start() throws IOException {
    Path data = Files.createTempDirectory("millrace-demo");
    directory = data;
    Broker started =
        Broker.start(
            BrokerSettings.embedded()
                .withDataDirectory(data)
                .withStore(StoreOptions.DEFAULTS.withLowestFree(0))
                .withMoonmq(MoonmqSettings.DEFAULT.withoutAuthentication())
                .withHttp(
                    HttpSettings.DEFAULT.withEndpoints(MOST_CONNECTIONS, Endpoint.loopback(0))));
    broker = started;
    source =
        MillraceSource.builder(MillracePayload.bytes())
            .address(address())
            .queue(QUEUE)
            .ordering(Ordering.KEY)
            .credit(CREDIT)
            .build();
    return "the broker at %s, synced to disk in %s, http://%s/metrics"
        .formatted(address(), data, started.httpEndpoints().get(0));
  }

  private String address() {
    return started(broker).endpoints().get(0).toString();
  }

  @Override
  public Pusher<byte[]> pusher() {
    return MillracePusher.builder(MillracePayload.bytes()).address(address()).queue(QUEUE).build();
  }

  @Override
  public int batch() {
    return BATCH;
  }

  @Override
  public ProducerFactory<byte[]> producers() {
    return started(source);
  }

  @Override
  public Optional<String> notReady() {
    return started(source).notReady();
  }

  @Override
  public Optional<String> leftBehind() {
    long left = 0;
    for (VirtualHost host : started(broker).virtualHosts().all()) {
      for (QueueFacts queue : host.census().join()) {
        left += queue.ready() + queue.unacknowledged() + queue.delayed() + queue.departing();
      }
    }
    return left == 0
        ? Optional.empty()
        : Optional.of("the broker still holds " + left + " messages");
  }

  private static <V> V started(@Nullable V part) {
    if (part == null) {
      throw new IllegalStateException("not started");
    }
    return part;
  }

  @Override
  public void close() {
    try {
      if (broker != null) {
        broker.close();
      }
      if (directory != null) {
        delete(directory);
      }
    } catch (IOException e) {
      log.warn("the demonstration did not end in order: {}", e.getMessage(), e);
    }
  }

  private static void delete(Path directory) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(directory)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.delete(each);
    }
  }
}
