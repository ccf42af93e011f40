package io.millrace.daemon.admin;

import com.sun.net.httpserver.HttpServer;
import io.millrace.daemon.admin.view.ProbeStatus;
import io.millrace.daemon.http.ServerLimits;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server for operators and monitoring.
 *
 * <p><b>Limits:</b> those of {@link ServerLimits}.
 */
public final class AdminServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AdminServer.class);

  private final HttpServer server;
  private final ThreadPoolExecutor pool;
  private final ScheduledExecutorService sampling;
  private final String host;

  private AdminServer(
      HttpServer server, ThreadPoolExecutor pool, ScheduledExecutorService sampling, String host) {
    this.server = server;
    this.pool = pool;
    this.sampling = sampling;
    this.host = host;
  }

  /**
   * Opens the port and answers from now on.
   *
   * @throws IOException when the address cannot be listened on; the message names the remedy
   */
  public static AdminServer start(AdminSettings settings, AdminParts parts) throws IOException {
    HttpServer server = bind(settings);
    boolean isLoopback = server.getAddress().getAddress().isLoopbackAddress();
    TrendSampler trends = new TrendSampler(parts.pipelines(), parts.meters());
    server.createContext(
        "/", new Router(routes(settings, parts, trends), new Guard(settings, isLoopback)));
    ThreadPoolExecutor pool = ServerLimits.threads("admin-http-");
    server.setExecutor(pool);
    ScheduledExecutorService sampling =
        Executors.newSingleThreadScheduledExecutor(threads("admin-sampler-"));
    ScheduledFuture<?> unused = sampling.scheduleAtFixedRate(trends, 0, 1, TimeUnit.SECONDS);
    server.start();
    AdminServer started = new AdminServer(server, pool, sampling, settings.host());
    log.info("admin endpoints at {}", started.uri());
    if (!isLoopback && settings.token().isEmpty()) {
      log.warn(
          "whoever reaches {} can pause pipelines: set admin.token, or admin.host to 127.0.0.1",
          started.uri());
    }
    return started;
  }

  static List<Route> routes(AdminSettings settings, AdminParts parts, TrendSampler trends) {
    ProcessFacts process = new ProcessFacts(parts.version());
    StatusBoard board = new StatusBoard(parts, trends, process);
    Liveness liveness = new Liveness(parts.pipelines(), trends, settings.stuckAfter());
    Readiness readiness = new Readiness(parts.pipelines());
    Endpoint alive = request -> probe(liveness.probe());
    Endpoint ready = request -> probe(readiness.probe());
    Endpoint metrics = new MetricsEndpoint(parts.meters());
    List<Route> routes =
        new ArrayList<>(
            List.of(
                Route.get("/healthz", alive),
                Route.get("/ping", alive),
                Route.get("/readyz", ready),
                Route.get("/ready", ready),
                Route.get("/metrics", metrics),
                Route.get("/stats", metrics),
                Route.get("/version", request -> Response.ok(process.status())),
                Route.post("/api/reload", new ReloadEndpoint(parts.reloader())),
                Route.get("/openapi.yaml", request -> Response.text("application/yaml", openApi())),
                Route.guardedGet(
                    "/admin/threads",
                    request ->
                        settings.threadDump()
                            ? Response.text("text/plain; charset=utf-8", ThreadDump.take())
                            : Response.problem(
                                404, "thread dumps are off", "set admin.thread-dump: true"))));
    routes.addAll(new PipelineEndpoints(parts.pipelines(), board).routes());
    return routes;
  }

  private static Response probe(ProbeStatus status) {
    return Response.json(status.reasons().isEmpty() ? 200 : 503, status);
  }

  private static String openApi() throws IOException {
    try (InputStream in = AdminServer.class.getResourceAsStream("openapi.yaml")) {
      if (in == null) {
        throw new IOException("openapi.yaml is missing from the program's jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static HttpServer bind(AdminSettings settings) throws IOException {
    try {
      return ServerLimits.bind(
          new InetSocketAddress(InetAddress.getByName(settings.host()), settings.port()));
    } catch (UnknownHostException e) {
      throw new IOException(
          "admin.host " + settings.host() + " is not known; use an address of this machine", e);
    } catch (BindException e) {
      throw new IOException(
          "cannot listen on "
              + settings.host()
              + ":"
              + settings.port()
              + ": "
              + e.getMessage()
              + "; set admin.port to a free port (0 takes any), or end the program that has this one",
          e);
    }
  }

  private static ThreadFactory threads(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** The port listened on, also when any free one was asked for. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Where a client reaches it. */
  public URI uri() {
    return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port());
  }

  /** Closes the port; requests under way are cut off. */
  @Override
  public void close() {
    server.stop(0);
    sampling.shutdownNow();
    pool.shutdownNow();
  }
}
