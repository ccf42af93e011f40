package io.millrace.queue.worker;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ThreadFactory;

/**
 * Makes the threads of a queue, and is the one place that knows whether the JVM has virtual ones.
 *
 * <p>Virtual threads need Java 21; they are reached through method handles because the code is
 * compiled for 17.
 */
public final class WorkerThreads {
  private WorkerThreads() {}

  public static boolean hasVirtual() {
    return Runtime.version().feature() >= 21;
  }

  /** Daemon threads of the platform: a forgotten queue does not keep a process alive. */
  public static ThreadFactory platform() {
    return task -> {
      Thread thread = new Thread(task);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Virtual threads where the JVM has them, else those of the platform. */
  public static ThreadFactory virtualIfPossible() {
    return hasVirtual() ? virtual() : platform();
  }

  private static ThreadFactory virtual() {
    try {
      Class<?> builder = Class.forName("java.lang.Thread$Builder$OfVirtual");
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      MethodHandle ofVirtual =
          lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(builder));
      MethodHandle factory =
          lookup.findVirtual(builder, "factory", MethodType.methodType(ThreadFactory.class));
      return (ThreadFactory) factory.invoke(ofVirtual.invoke());
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError(
          "this JVM should have virtual threads but does not offer them as Java 21 does", e);
    }
  }
}
