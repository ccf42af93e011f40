package io.millrace.redis.claim;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Names that no worker has had before, and that tell an operator where it runs. */
public final class WorkerName {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Pattern UNUSUAL = Pattern.compile("[^A-Za-z0-9.-]");
  private static final String PROCESS = host() + "-" + ProcessHandle.current().pid();

  private WorkerName() {}

  /** Host, process, and 64 random bits. */
  public static String next() {
    byte[] bits = new byte[8];
    RANDOM.nextBytes(bits);
    return PROCESS + "-" + HexFormat.of().formatHex(bits);
  }

  private static String host() {
    try {
      return UNUSUAL.matcher(InetAddress.getLocalHost().getHostName()).replaceAll("_");
    } catch (UnknownHostException e) {
      return "host";
    }
  }
}
