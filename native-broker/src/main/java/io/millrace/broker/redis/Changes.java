package io.millrace.broker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Commands for the server, in order, which are carried out all or none. For one thread at a time.
 */
final class Changes {
  /** So many arguments of one command: the server's scripts take some thousands. */
  private static final int MOST_ARGUMENTS = 4_000;

  /** Each as its number of arguments and these, as the script reads them. */
  private final List<byte[]> words = new ArrayList<>();

  private final Set<byte[]> keys = new TreeSet<>(Arrays::compare);
  private long bytes;

  boolean isEmpty() {
    return words.isEmpty();
  }

  List<byte[]> words() {
    return words;
  }

  /** What the commands are about. */
  Set<byte[]> keys() {
    return keys;
  }

  /** What they take, roughly. */
  long bytes() {
    return bytes;
  }

  void add(String command, byte[] key, byte[]... arguments) {
    add(command, key, List.of(arguments));
  }

  void delete(byte[]... gone) {
    for (byte[] key : gone) {
      add("DEL", key);
    }
  }

  /** One command for one key and many arguments, or several of them. */
  void addAll(String command, byte[] key, List<byte[]> arguments) {
    for (int from = 0; from < arguments.size(); from += MOST_ARGUMENTS) {
      int to = Math.min(arguments.size(), from + MOST_ARGUMENTS);
      add(command, key, arguments.subList(from, to));
    }
  }

  private void add(String command, byte[] key, List<byte[]> arguments) {
    keys.add(key);
    word(Integer.toString(arguments.size() + 2).getBytes(UTF_8));
    word(command.getBytes(UTF_8));
    word(key);
    arguments.forEach(this::word);
  }

  private void word(byte[] word) {
    words.add(word);
    bytes += word.length + 32L;
  }
}
