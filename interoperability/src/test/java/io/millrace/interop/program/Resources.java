package io.millrace.interop.program;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;

/** Directories among the test's resources. */
public final class Resources {
  private Resources() {}

  /** One right below the root, as a file system has it. */
  public static Path directory(String name) {
    URL url = Resources.class.getResource("/" + name + "/");
    if (url == null) {
      throw new IllegalStateException("no resources " + name);
    }
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
