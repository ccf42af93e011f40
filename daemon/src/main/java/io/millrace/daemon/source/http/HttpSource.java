package io.millrace.daemon.source.http;

import com.sun.net.httpserver.HttpServer;
import io.millrace.daemon.http.ServerLimits;
import io.millrace.daemon.spi.Exclusive;
import io.millrace.daemon.spi.Source;
import io.millrace.queue.ProducerFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages that are posted. The listener opens with the first producer. A message that was answered
 * with 202 is in memory only: who needs to know that it is handled waits until it is settled.
 *
 * <p>The JDK's own server is used: it does what a listener for posts needs, and costs no
 * dependency.
 */
final class HttpSource implements Source {
  private static final Logger LOG = LoggerFactory.getLogger(HttpSource.class);

  private final HttpSourceSettings settings;
  private final String pipeline;
  private final HandOver handOver = new HandOver();

  /** Set before the listener opens. */
  private volatile BooleanSupplier isPaused = () -> false;

  private @Nullable ThreadPoolExecutor threads;
  private volatile @Nullable HttpServer server;

  HttpSource(HttpSourceSettings settings, String pipeline) {
    this.settings = settings;
    this.pipeline = pipeline;
  }

  @Override
  public String description() {
    return "http " + settings.host() + ":" + settings.port() + settings.path();
  }

  @Override
  public Optional<Exclusive> exclusive() {
    return settings.port() == 0
        ? Optional.empty()
        : Optional.of(Exclusive.port(settings.host(), settings.port()));
  }

  @Override
  public boolean hasKeys() {
    return settings.keyHeader().isPresent() || settings.keyParameter().isPresent();
  }

  @Override
  public ProducerFactory<byte[]> producers() {
    return index -> {
      open();
      return new HttpProducer(handOver, settings.untilSettled());
    };
  }

  @Override
  public void pausedBy(BooleanSupplier pause) {
    isPaused = pause;
  }

  @Override
  public int usefulProducers() {
    return 1;
  }

  @Override
  public Optional<String> notReady() {
    return server == null ? Optional.of(description() + " is not listening yet") : Optional.empty();
  }

  @Override
  public synchronized void close() {
    HttpServer closing = server;
    if (closing != null) {
      closing.stop(0);
      server = null;
    }
    if (threads != null) {
      threads.shutdownNow();
    }
  }

  /** Where it listens; for a port that was left to the system. */
  synchronized int port() {
    return server == null ? settings.port() : server.getAddress().getPort();
  }

  private synchronized void open() throws IOException {
    if (server != null) {
      return;
    }
    HttpServer opening;
    try {
      opening = ServerLimits.bind(new InetSocketAddress(settings.host(), settings.port()));
    } catch (IOException e) {
      throw new IOException(
          "cannot listen on " + settings.host() + ":" + settings.port() + ": " + e.getMessage(), e);
    }
    threads = ServerLimits.threads("millrace-" + pipeline + "-http-");
    opening.setExecutor(threads);
    opening.createContext("/", new IngestEndpoint(settings, handOver, isPaused));
    opening.start();
    server = opening;
    LOG.info(
        "pipeline {}: taking messages at http://{}:{}{}",
        pipeline,
        settings.host(),
        port(),
        settings.path());
  }
}
