package io.millrace.queue.service;

import static java.util.Objects.requireNonNull;

import io.millrace.queue.executor.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stop of a number of services, last one first, under one deadline.
 *
 * <p>Each is stopped on a thread of its own, so that one that does not come back, whatever it was
 * told, cannot keep the others from being stopped. One that takes longer than the deadline is
 * interrupted and left behind. Each has {@link #GRACE} to let go, however little time is left.
 *
 * <p>Belongs to one thread.
 */
final class Stopping {
  /** How long a service is waited for at least. */
  static final Duration GRACE = Duration.ofMillis(500);

  private static final Logger LOG = LoggerFactory.getLogger(ServiceGroup.class);

  private final String group;
  private final Time time;
  private final List<String> failed = new ArrayList<>();
  private final List<Exception> failures = new ArrayList<>();
  private long deadlineNanos;
  private boolean isInterrupted;

  Stopping(String group, Time time, long deadlineNanos) {
    this.group = group;
    this.time = time;
    this.deadlineNanos = deadlineNanos;
  }

  /** Stops them all. An interrupt of this thread means that the deadline is now; it is kept. */
  void stopAll(List<Member> started) {
    for (int i = started.size() - 1; i >= 0; i--) {
      stop(started.get(i));
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  List<Exception> failures() {
    return failures;
  }

  void throwFailures() throws ServiceStopException {
    if (!failures.isEmpty()) {
      throw new ServiceStopException(group, failed, failures);
    }
  }

  private void stop(Member member) {
    long begin = time.nanoTime();
    Duration timeout = Duration.ofNanos(Math.max(0, deadlineNanos - begin));
    LOG.info("{}: stopping {}", group, member.name());
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              member.service().stop(timeout);
              return null;
            });
    Thread thread = new Thread(task, "millrace-stop-" + member.name());
    thread.setDaemon(true);
    thread.start();
    try {
      await(task, timeout);
      LOG.info("{}: stopped {} in {} ms", group, member.name(), millisSince(begin));
    } catch (ExecutionException e) {
      fail(member, begin, requireNonNull(e.getCause()));
    } catch (TimeoutException e) {
      task.cancel(true);
      fail(
          member, begin, new TimeoutException("did not stop within " + timeout.toMillis() + " ms"));
    }
  }

  private void await(FutureTask<Void> task, Duration timeout)
      throws ExecutionException, TimeoutException {
    Duration patience = timeout.compareTo(GRACE) < 0 ? GRACE : timeout;
    try {
      task.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      isInterrupted = true;
      deadlineNanos = time.nanoTime();
      awaitInHaste(task);
    }
  }

  private void awaitInHaste(FutureTask<Void> task) throws ExecutionException, TimeoutException {
    try {
      task.get(GRACE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw new TimeoutException("interrupted twice");
    }
  }

  private void fail(Member member, long begin, Throwable error) {
    LOG.error(
        "{}: stopping {} failed after {} ms", group, member.name(), millisSince(begin), error);
    failed.add(member.name());
    failures.add(error instanceof Exception exception ? exception : new ExecutionException(error));
  }

  private long millisSince(long begin) {
    return TimeUnit.NANOSECONDS.toMillis(time.nanoTime() - begin);
  }
}
