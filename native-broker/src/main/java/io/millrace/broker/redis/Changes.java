package io.millrace.broker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/**
 * Commands for the server, in order, which are carried out all or none. For one thread at a time.
 */
final class Changes {
  /** So many arguments of one command: the server's scripts take some thousands. */
  private static final int MOST_ARGUMENTS = 4_000;

  /** Each as its number of arguments and these, as the script reads them. */
  private final List<byte[]> words = new ArrayList<>();

  private long bytes;

  boolean isEmpty() {
    return words.isEmpty();
  }

  List<byte[]> words() {
    return words;
  }

  /** What they take, roughly. */
  long bytes() {
    return bytes;
  }

  void add(String command, byte[]... arguments) {
    add(command, List.of(arguments), arguments.length);
  }

  /** One command for one key and many arguments, or several of them. */
  void addAll(String command, byte[] key, List<byte[]> arguments) {
    for (int from = 0; from < arguments.size(); from += MOST_ARGUMENTS) {
      int to = Math.min(arguments.size(), from + MOST_ARGUMENTS);
      List<byte[]> some = new ArrayList<>(to - from + 1);
      some.add(key);
      some.addAll(arguments.subList(from, to));
      add(command, some, some.size());
    }
  }

  private void add(String command, List<byte[]> arguments, int count) {
    word(Integer.toString(count + 1).getBytes(UTF_8));
    word(command.getBytes(UTF_8));
    arguments.forEach(this::word);
  }

  private void word(byte[] word) {
    words.add(word);
    bytes += word.length + 32L;
  }
}
