package io.millrace.broker.server;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The thread that checks passwords, one at a time: whoever tries many takes it from others who log
 * in, not from those who work. Above so many that wait, logins are refused.
 */
final class PasswordThreads {
  private static final int MOST_WAITING = 256;
  private static final long IDLE_SECONDS = 10;

  private PasswordThreads() {}

  static ThreadPoolExecutor start() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            new DefaultThreadFactory("millrace-passwords"));
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }
}
