package io.millrace.daemon.handler.classes;

import io.millrace.daemon.spi.Handler;
import io.millrace.daemon.spi.HandlerType;
import io.millrace.daemon.spi.Options;
import io.millrace.daemon.spi.PipelineContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code handler: {class: {name, jar, options, max-batch}}}: a public class that is a {@link
 * io.millrace.queue.Consumer} or a {@link io.millrace.queue.BatchConsumer} of bytes, with a public
 * constructor that takes a {@code Map<String, String>}, the {@code options}, or nothing. Each
 * worker has an instance. Without {@code jar}, one or several, it is looked for on the class path.
 */
public final class ClassHandlerType implements HandlerType {
  private static final int DEFAULT_BATCH = 512;

  @Override
  public String name() {
    return "class";
  }

  @Override
  public Handler configure(Options options, PipelineContext context) {
    String className = options.text("name");
    List<String> jars = options.texts("jar");
    Map<String, String> values = options.textMap("options");
    int maxBatch = options.integer("max-batch", DEFAULT_BATCH, 1, 100_000);
    URLClassLoader loader = loader(options, jars, context.baseDirectory());
    try {
      return new ClassHandler(
          UserClass.load(options, className, loader, jars), values, maxBatch, loader);
    } catch (RuntimeException e) {
      try {
        loader.close();
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  private static URLClassLoader loader(Options options, List<String> jars, Path base) {
    List<URL> urls = new ArrayList<>();
    for (String jar : jars) {
      Path path = base.resolve(jar);
      if (!Files.isReadable(path)) {
        throw options.error(
            "jar", path + (Files.exists(path) ? " cannot be read" : " does not exist"));
      }
      try {
        urls.add(path.toUri().toURL());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new URLClassLoader(
        "handler", urls.toArray(new URL[0]), ClassHandlerType.class.getClassLoader());
  }
}
