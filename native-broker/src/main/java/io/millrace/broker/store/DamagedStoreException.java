package io.millrace.broker.store;

import java.io.IOException;

/**
 * A file of the store is not what was written: names the file, the position in it in bytes, and
 * what was expected there. The store never guesses what it was.
 */
public final class DamagedStoreException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedStoreException(String file, long position, String reason) {
    super(file + " is damaged at byte " + position + ": " + reason);
  }
}
