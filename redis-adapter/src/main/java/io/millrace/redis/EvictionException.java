package io.millrace.redis;

/** The server would throw jobs away when its memory is full. */
public final class EvictionException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  EvictionException(String server, String policy) {
    super(
        server
            + " has maxmemory-policy "
            + policy
            + " and would throw jobs away when its memory is full: set it to noeviction, or allow"
            + " eviction in the source");
  }
}
