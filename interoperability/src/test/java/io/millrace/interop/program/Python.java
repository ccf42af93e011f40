package io.millrace.interop.program;

/** Debian's Python, with the modules that Debian's packages bring. */
public final class Python {
  /** Not the first on the path: another one does not know those modules. */
  private static final String PATH = "/usr/bin/python3";

  private Python() {}

  /**
   * Debian's Python, to be given a program.
   *
   * @throws IllegalStateException with what to install if a module is not there
   */
  public static Program with(String module, String debianPackage) {
    Program python =
        Program.ofSystem(PATH, "python3").withEnvironment("PYTHONDONTWRITEBYTECODE", "1");
    try {
      python.with("-c", "import " + module).run();
      return python;
    } catch (AssertionError e) {
      throw new IllegalStateException(
          "Python has no %s: install it (on Debian: apt-get install %s)"
              .formatted(module, debianPackage),
          e);
    }
  }
}
