package io.millrace.daemon.spi;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * Why something failed, in words for an operator. Some exceptions of the JDK have as their message
 * only what it is about, such as a path, or nothing at all.
 */
public final class Reason {
  private Reason() {}

  /** What went wrong, and with what; never empty. */
  public static String of(Throwable failure) {
    if (failure instanceof FileSystemException file && file.getReason() == null) {
      return file.getMessage() + ": " + ofFile(file);
    }
    if (failure instanceof UnknownHostException) {
      return "there is no host " + failure.getMessage();
    }
    String message = failure.getMessage();
    if (message != null && !message.isBlank()) {
      return message;
    }
    return failure instanceof ConnectException ? "cannot connect" : failure.toString();
  }

  private static String ofFile(FileSystemException failure) {
    if (failure instanceof NoSuchFileException) {
      return "no such file or directory";
    }
    return failure instanceof AccessDeniedException
        ? "permission denied"
        : failure.getClass().getSimpleName();
  }
}
