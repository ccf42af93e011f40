package io.millrace.daemon.source.http;

import com.sun.net.httpserver.Headers;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which web pages may post. A port on loopback is open to every page that a browser on this machine
 * shows, and a browser sends a simple post without asking first; but it says where the page is
 * from. This source serves no pages of its own, so none may post unless its origin is named.
 * Programs send neither of the headers. Threads: any.
 */
final class PageOrigins {
  private static final String ANY = "*";

  private final List<String> allowed;

  PageOrigins(List<String> allowed) {
    this.allowed = allowed.stream().map(origin -> origin.toLowerCase(Locale.ROOT)).toList();
  }

  /** Whether an origin can be allowed: a scheme and a host, as a browser would send them. */
  static boolean isOrigin(String text) {
    return text.equals(ANY) || text.matches("[A-Za-z][A-Za-z0-9+.-]*://[^/?#@\\s]+");
  }

  /** Whether a page sent the request that may not. */
  boolean refuses(Headers request) {
    if (allowed.contains(ANY)) {
      return false;
    }
    String origin = request.getFirst("Origin");
    if (origin != null) {
      return !allowed.contains(origin.toLowerCase(Locale.ROOT));
    }
    String site = request.getFirst("Sec-Fetch-Site");
    return site != null && !site.equals("none");
  }

  /** The origin of the page that sent the request, which may; empty when no page did. */
  Optional<String> origin(Headers request) {
    return refuses(request) ? Optional.empty() : Optional.ofNullable(request.getFirst("Origin"));
  }
}
