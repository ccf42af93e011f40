package io.millrace.broker.security;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Where wrong passwords come from, so that guessing takes for ever: after {@link #IN_A_ROW} of them
 * a place may try once in every two seconds.
 *
 * <p>A place is an address; with IPv6 the network of 64 bits that it is in, which mostly belongs to
 * one owner; and all unix sockets together. A right password costs nothing, but is not looked at
 * either while its place has to wait.
 *
 * <p><b>Threads:</b> any, under one lock for a moment. <b>Limit:</b> so many places are remembered;
 * above that, the one that failed longest ago is forgotten.
 */
public final class FailedLogins {
  /** How many wrong passwords from one place are looked at without a break. */
  public static final int IN_A_ROW = 10;

  private static final int MOST_PLACES = 10_000;
  private static final long PRICE_NANOS = 2_000_000_000L;
  private static final int NETWORK_BYTES = 8;

  private final LongSupplier nanoClock;
  private final int mostPlaces;

  /**
   * Until when each place has to wait in order to owe nothing; in the order in which they failed.
   */
  private final Map<String, Long> paidAt = new LinkedHashMap<>();

  public FailedLogins(LongSupplier nanoClock) {
    this(nanoClock, MOST_PLACES);
  }

  FailedLogins(LongSupplier nanoClock, int mostPlaces) {
    this.nanoClock = nanoClock;
    this.mostPlaces = mostPlaces;
  }

  /** Whether to look at a password from there. */
  public synchronized boolean mayTry(SocketAddress from) {
    Long paid = paidAt.get(place(from));
    return paid == null || paid - nanoClock.getAsLong() <= (IN_A_ROW - 1) * PRICE_NANOS;
  }

  /** A password from there was wrong. */
  public synchronized void failed(SocketAddress from) {
    long now = nanoClock.getAsLong();
    String place = place(from);
    Long paid = paidAt.remove(place);
    long owedNanos = paid == null ? 0 : Math.max(0, paid - now);
    forgetOldest(now);
    paidAt.put(place, now + owedNanos + PRICE_NANOS);
  }

  /** Those that owe nothing any more, as far as they come first; and one if there are too many. */
  private void forgetOldest(long now) {
    Iterator<Long> oldest = paidAt.values().iterator();
    while (oldest.hasNext() && (oldest.next() - now <= 0 || paidAt.size() >= mostPlaces)) {
      oldest.remove();
    }
  }

  synchronized int places() {
    return paidAt.size();
  }

  private static String place(SocketAddress from) {
    if (!(from instanceof InetSocketAddress inet)) {
      return "unix";
    }
    byte[] address = inet.getAddress().getAddress();
    return inet.getAddress() instanceof Inet6Address
        ? Arrays.toString(Arrays.copyOf(address, NETWORK_BYTES))
        : inet.getAddress().getHostAddress();
  }
}
