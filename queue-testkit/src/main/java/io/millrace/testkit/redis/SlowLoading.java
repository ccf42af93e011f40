package io.millrace.testkit.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Keeps a server in the state in which it reads its data and refuses all else: gives it much to
 * read, has it pause at each key, and takes both away again.
 */
record SlowLoading(ServerAddress address) {
  /** With {@link #OPTIONS} for a minute. */
  private static final int KEYS = 1_200;

  /** So large that the server looks up from each. */
  private static final int VALUE_CHARACTERS = 1_500;

  private static final String PREFIX = "millrace-testkit-filler-";
  private static final int ANSWER_MILLIS = 30_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** For the command line of a server that is to be slow. */
  static final List<String> OPTIONS =
      List.of("--key-load-delay", "50000", "--loading-process-events-interval-bytes", "1024");

  /** Has a running server keep on disk what it will have to read. */
  void prepare() throws IOException {
    List<String> words = new ArrayList<>(List.of("MSET"));
    Random random = new Random();
    for (int i = 0; i < KEYS; i++) {
      words.add(PREFIX + i);
      words.add(
          random
              .ints(VALUE_CHARACTERS, 'a', 'z' + 1)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString());
    }
    call(words);
    if (call(List.of("CONFIG", "GET", "appendonly")).endsWith("yes")) {
      call(List.of("BGREWRITEAOF"));
      Patience.await(PATIENCE, "the append-only file is written anew", this::isRewritten);
    } else {
      call(List.of("SAVE"));
    }
  }

  private boolean isRewritten() {
    try {
      String info = call(List.of("INFO", "persistence"));
      return info.contains("aof_rewrite_in_progress:0") && info.contains("aof_rewrite_scheduled:0");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether the server says that it is loading. */
  boolean isLoading() {
    try {
      call(List.of("PING"));
      return false;
    } catch (RespConnection.RefusedException e) {
      return String.valueOf(e.getMessage()).startsWith("LOADING");
    } catch (IOException e) {
      return false;
    }
  }

  /** Has the server read the rest at once. */
  void hurry() throws IOException {
    call(List.of("CONFIG", "SET", "key-load-delay", "0"));
  }

  /** Leaves no trace in a server that has read all. */
  void cleanUp() throws IOException {
    List<String> words = new ArrayList<>(List.of("DEL"));
    for (int i = 0; i < KEYS; i++) {
      words.add(PREFIX + i);
    }
    call(words);
  }

  private String call(List<String> words) throws IOException {
    return address.call(ANSWER_MILLIS, words);
  }
}
