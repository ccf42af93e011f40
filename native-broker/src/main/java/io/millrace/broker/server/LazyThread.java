package io.millrace.broker.server;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A thread for work that takes milliseconds and must hold up no loop, one piece at a time: whoever
 * asks for much of it takes it from others who ask for the same. It is there while there is work.
 * Above so many pieces that wait, more are refused.
 */
final class LazyThread {
  private static final int MOST_WAITING = 256;
  private static final long IDLE_SECONDS = 10;

  private LazyThread() {}

  static ThreadPoolExecutor start(String name) {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            new DefaultThreadFactory(name));
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }
}
