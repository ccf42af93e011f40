package io.millrace.daemon.spi;

/**
 * The configuration is wrong. The message is what the operator reads: it names file, line, column,
 * the key's path, what is wrong and the remedy.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(message);
  }

  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
