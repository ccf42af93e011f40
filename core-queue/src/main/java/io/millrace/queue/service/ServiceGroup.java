package io.millrace.queue.service;

import static java.util.Objects.requireNonNull;

import io.millrace.queue.executor.Time;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Services that start together, each once those it needs have started, and stop in the exact
 * reverse of the order in which they started.
 *
 * <p>A group starts once. It is a service itself, so groups nest.
 *
 * <p><b>Threads:</b> any; a stop may come before, during and after the start, and more than once.
 * During the start it lets the service that is just starting finish that, as far as the deadline
 * allows, and has the start fail. A service must not stop its group from within its own stop.
 */
public final class ServiceGroup implements Service, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceGroup.class);
  private static final Duration DEFAULT_STOP_TIMEOUT = Duration.ofSeconds(25);

  private final String name;
  private final List<Member> members;
  private final Duration stopTimeout;
  private final Time time;
  private final Lifecycle lifecycle;

  private ServiceGroup(Builder builder) {
    name = builder.name;
    members =
        builder.order.order().stream()
            .map(key -> new Member(key, requireNonNull(builder.services.get(key))))
            .toList();
    stopTimeout = builder.stopTimeout;
    time = builder.time;
    lifecycle = new Lifecycle(name, time);
  }

  public static Builder builder(String name) {
    return new Builder(name);
  }

  /** The names in the order of their start. */
  public List<String> startOrder() {
    return members.stream().map(Member::name).toList();
  }

  /**
   * Starts one service after the other, on this thread. When one fails, those before it are
   * stopped, last one first, and the failure is thrown with theirs attached.
   *
   * @throws ServiceStartException when a service failed to start, or the group was stopped
   *     meanwhile
   * @throws IllegalStateException when it was started or stopped before
   */
  @Override
  public void start() throws ServiceStartException {
    lifecycle.beginStart();
    long begin = time.nanoTime();
    for (Member member : members) {
      try {
        startOne(member);
      } catch (Exception | Error e) {
        throw failed(member, e);
      }
    }
    if (!lifecycle.endStart(true)) {
      throw new ServiceStartException(name + ": stopped while starting", name);
    }
    LOG.info("{}: started {} services in {} ms", name, members.size(), millisSince(begin));
  }

  /**
   * Stops what has started, all under one deadline. What does not stop by then is interrupted, left
   * behind, and reported as a failure; those after it are still asked to stop, with no time left
   * but half a second each to let go. Returns when each was asked; where another thread already
   * stops them, when that is done or the deadline has come. An interrupt makes the deadline now,
   * and is kept.
   *
   * @throws ServiceStopException from the stop that stopped them, when some failed to; others do
   *     nothing
   */
  @Override
  public void stop(Duration timeout) throws ServiceStopException {
    long begin = time.nanoTime();
    long deadline = time.deadlineAfter(timeout);
    List<Member> mine = lifecycle.claim(deadline);
    if (mine.isEmpty()) {
      return;
    }
    Stopping stopping = stop(mine, deadline);
    LOG.info("{}: stopped {} services in {} ms", name, mine.size(), millisSince(begin));
    stopping.throwFailures();
  }

  /** Stops, with the timeout given to the builder. */
  @Override
  public void close() throws ServiceStopException {
    stop(stopTimeout);
  }

  private void startOne(Member member) throws Exception {
    if (!lifecycle.isStarting()) {
      throw new IllegalStateException("its group was stopped while starting");
    }
    long begin = time.nanoTime();
    LOG.info("{}: starting {}", name, member.name());
    member.service().start();
    LOG.info("{}: started {} in {} ms", name, member.name(), millisSince(begin));
    if (!lifecycle.add(member)) {
      // The stop has taken the others and gone on; nobody else knows of this one.
      new Stopping(name, time, time.nanoTime()).stopAll(List.of(member));
      throw new IllegalStateException("its group was stopped, and could not wait for it to start");
    }
  }

  private ServiceStartException failed(Member member, Throwable cause) {
    LOG.error("{}: service {} did not start", name, member.name(), cause);
    if (cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    ServiceStartException failure = new ServiceStartException(name, member.name(), cause);
    if (!lifecycle.endStart(false)) {
      return failure;
    }
    return failure.withSuppressed(
        stop(lifecycle.take(), time.deadlineAfter(stopTimeout)).failures());
  }

  private Stopping stop(List<Member> mine, long deadlineNanos) {
    Stopping stopping = new Stopping(name, time, deadlineNanos);
    try {
      stopping.stopAll(mine);
    } finally {
      lifecycle.endStop();
    }
    return stopping;
  }

  private long millisSince(long begin) {
    return TimeUnit.NANOSECONDS.toMillis(time.nanoTime() - begin);
  }

  /**
   * Collects services, which start in the order of their addition where {@link #after} asks for no
   * other. Not thread-safe.
   */
  public static final class Builder {
    private final String name;
    private final StartOrder order = new StartOrder();
    private final Map<String, Service> services = new LinkedHashMap<>();
    private Duration stopTimeout = DEFAULT_STOP_TIMEOUT;
    private Time time = Time.system();
    private @Nullable String last;

    private Builder(String name) {
      this.name = requireNonNull(name);
    }

    /** Adds a service; its name is what logs call it, and differs from the others'. */
    public Builder add(String service, Service implementation) {
      order.add(service);
      services.put(service, requireNonNull(implementation));
      last = service;
      return this;
    }

    /**
     * The service added last starts after these, and stops before them; they may be added later.
     */
    public Builder after(String... others) {
      if (last == null) {
        throw new IllegalStateException("add a service before saying what it comes after");
      }
      for (String other : others) {
        order.dependOn(last, other);
      }
      return this;
    }

    /**
     * The deadline of {@link #close}, and of the stop after a failed start; 25 seconds by default.
     */
    public Builder stopTimeout(Duration value) {
      stopTimeout = requireNonNull(value);
      return this;
    }

    public Builder time(Time value) {
      time = requireNonNull(value);
      return this;
    }

    /**
     * The group, not started.
     *
     * @throws IllegalArgumentException when services depend on each other in a circle, or on one
     *     that was not added
     */
    public ServiceGroup build() {
      return new ServiceGroup(this);
    }
  }
}
