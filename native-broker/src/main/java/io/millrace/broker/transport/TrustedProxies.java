package io.millrace.broker.transport;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * The networks of load balancers that say, by the PROXY protocol (version 1 or 2), for whom they
 * connect. A connection from there has to begin like that; from anywhere else it must not, so that
 * nobody can pretend to come from somewhere else.
 *
 * <p>Immutable.
 */
public final class TrustedProxies {
  /** Every client speaks for itself. */
  public static final TrustedProxies NONE = new TrustedProxies(List.of());

  private static final int IPV4_BITS = 32;
  private static final int IPV6_BITS = 128;

  private final List<IpSubnetFilterRule> networks;

  private TrustedProxies(List<IpSubnetFilterRule> networks) {
    this.networks = networks;
  }

  /**
   * Addresses and networks with commas between them: {@code 10.0.0.0/8, 192.0.2.7, fd00::/8}.
   *
   * @throws IllegalArgumentException if one is neither
   */
  public static TrustedProxies parse(String text) {
    return new TrustedProxies(
        Stream.of(text.split(","))
            .map(String::strip)
            .filter(each -> !each.isEmpty())
            .map(TrustedProxies::network)
            .toList());
  }

  private static IpSubnetFilterRule network(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    boolean isIpv6 = address.indexOf(':') >= 0;
    if (!address.matches(isIpv6 ? "[0-9a-fA-F:.]+" : "[0-9]+(\\.[0-9]+){3}")) {
      throw new IllegalArgumentException("no address: " + text);
    }
    int most = isIpv6 ? IPV6_BITS : IPV4_BITS;
    try {
      int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
      return new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException("no network: " + text, wrong);
    }
  }

  /** Whether who connects from there connects for somebody else. */
  boolean include(SocketAddress from) {
    if (from instanceof InetSocketAddress inet) {
      for (IpSubnetFilterRule network : networks) {
        if (network.matches(inet)) {
          return true;
        }
      }
    }
    return false;
  }
}
