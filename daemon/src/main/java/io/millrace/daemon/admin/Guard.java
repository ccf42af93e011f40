package io.millrace.daemon.admin;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Decides which requests are let in.
 *
 * <p>An unauthenticated port on loopback is open to every web page that the operator's browser
 * shows. Two doors are closed here: requests that change something and say that they come from
 * another origin, and, on loopback, requests under a host name other than the machine's own, which
 * is how a page reads answers by pointing its own name at 127.0.0.1.
 */
final class Guard {
  private static final Pattern IP_LITERAL =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-fA-F:.%]+]");

  private final AdminSettings settings;
  private final boolean isLoopback;

  Guard(AdminSettings settings, boolean isLoopback) {
    this.settings = settings;
    this.isLoopback = isLoopback;
  }

  /** The refusal, or empty when the request may pass. */
  Optional<Response> refusal(Route route, Request request) {
    String host = request.header("Host").orElse("");
    if (isLoopback && !isOwnName(hostName(host))) {
      return Optional.of(
          Response.problem(
              403,
              "host name " + quoted(host) + " is not this machine's",
              "use 127.0.0.1 or localhost, or set admin.host to an address that is reached under that name"));
    }
    if (route.method().equals("POST") && isCrossOrigin(request, host)) {
      return Optional.of(
          Response.problem(
              403,
              "the request comes from a page of another origin",
              "use the millrace command or curl"));
    }
    if (route.isGuarded() && !carriesToken(request)) {
      return Optional.of(
          Response.problem(
                  401,
                  "the admin token is missing or wrong",
                  "send the header Authorization: Bearer with the value of admin.token; "
                      + "the millrace command takes it from MILLRACE_TOKEN or the file named by MILLRACE_TOKEN_FILE")
              .withHeader("WWW-Authenticate", "Bearer realm=\"millrace\""));
    }
    return Optional.empty();
  }

  private boolean isOwnName(String name) {
    return name.isEmpty() // HTTP/1.0 without a Host header: no browser
        || name.equals("localhost")
        || name.endsWith(".localhost")
        || name.equalsIgnoreCase(settings.host())
        || IP_LITERAL.matcher(name).matches();
  }

  private static boolean isCrossOrigin(Request request, String host) {
    String site = request.header("Sec-Fetch-Site").orElse("none");
    if (!site.equals("none") && !site.equals("same-origin")) {
      return true;
    }
    return request.header("Origin").map(origin -> !isSameOrigin(origin, host)).orElse(false);
  }

  private static boolean isSameOrigin(String origin, String host) {
    try {
      String authority = URI.create(origin).getAuthority();
      return authority != null && authority.equalsIgnoreCase(host);
    } catch (IllegalArgumentException e) {
      return false; // includes "null", which sandboxed pages send
    }
  }

  private boolean carriesToken(Request request) {
    if (settings.token().isEmpty()) {
      return true;
    }
    byte[] wanted = ("Bearer " + settings.token().get()).getBytes(StandardCharsets.UTF_8);
    byte[] given =
        request.header("Authorization").orElse("").strip().getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(wanted, given);
  }

  private static String hostName(String host) {
    int port = host.lastIndexOf(':');
    boolean hasPort = port >= 0 && port > host.lastIndexOf(']');
    return (hasPort ? host.substring(0, port) : host).toLowerCase(Locale.ROOT);
  }

  private static String quoted(String text) {
    return '"' + (text.length() > 100 ? text.substring(0, 100) + "..." : text) + '"';
  }
}
