package io.millrace.redis.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;

/**
 * A script that runs inside Redis as one step. What it does, takes and answers is written at the
 * top of its file, {@code NAME.lua} beside this class.
 */
public enum Script {
  CLAIM("claim"),
  FINISH("finish"),
  FINISH_STORING("finish-storing"),
  GIVE_BACK("giveback"),
  BURY("bury"),
  RENEW("renew"),
  LEAVE("leave"),
  REJOIN("rejoin"),
  DECLARE_DEAD("declare-dead"),
  REAP("reap"),
  ADOPT("adopt"),
  DUE("due"),
  RESIGN("resign"),
  SCHEDULE("schedule"),
  CANCEL("cancel"),
  DELAYED("delayed"),
  FORGET("forget"),
  PUSH_NEW("push-new");

  private static final String INCLUDE = "-- @include ";

  private final String source;
  private final String digest;

  Script(String name) {
    source = load(name + ".lua");
    digest = digestOf(source.getBytes(UTF_8));
  }

  /** The whole text, for {@code EVAL}. */
  public String source() {
    return source;
  }

  /** What Redis knows it by, for {@code EVALSHA}. */
  public String digest() {
    return digest;
  }

  private static String load(String file) {
    try (InputStream in = Script.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the script " + file + " is not on the class path");
      }
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .map(line -> line.startsWith(INCLUDE) ? load(line.substring(INCLUDE.length())) : line)
          .collect(Collectors.joining("\n", "", "\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digestOf(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-1", e);
    }
  }
}
