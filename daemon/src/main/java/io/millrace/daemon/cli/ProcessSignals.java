package io.millrace.daemon.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The signals of this process, through {@code sun.misc.Signal}.
 *
 * <p>It is the only way Java offers, supported by every JDK yet by no specification. So it is
 * called by reflection: where it is missing, or the JVM was started with {@code -Xrs}, the JVM's
 * own handling of SIGTERM and SIGINT stays, which runs the shutdown hooks, and SIGHUP does not
 * reload.
 */
final class ProcessSignals implements Signals {
  @Override
  public void listen(IntConsumer onStop, Runnable onReload) {
    handle("INT", () -> onStop.accept(INTERRUPT));
    handle("TERM", () -> onStop.accept(TERMINATE));
    handle("HUP", onReload);
  }

  private static void handle(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler call =
          (proxy, method, arguments) -> answer(proxy, method, arguments, action);
      Object proxy =
          Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, call);
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException e) {
      // Not in a static field: commands that do not listen should not load the log.
      LoggerFactory.getLogger(ProcessSignals.class).debug("SIG{} is left to the JVM", name, e);
    }
  }

  /** The JVM calls {@code handle(Signal)} with a new thread for each signal. */
  private static @Nullable Object answer(
      Object proxy, Method method, Object[] arguments, Runnable action) {
    return switch (method.getName()) {
      case "handle" -> {
        action.run();
        yield null;
      }
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "SignalHandler";
    };
  }
}
