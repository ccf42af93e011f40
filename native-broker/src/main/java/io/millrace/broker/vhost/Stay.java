package io.millrace.broker.vhost;

import io.millrace.broker.security.AccessTable;
import io.millrace.broker.security.Admission;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Somebody who is in a virtual host for longer than one request, as a connection is.
 *
 * <p><b>Threads:</b> any.
 */
public final class Stay {
  private final Stays home;
  private final VirtualHost host;
  private final Admission admission;
  private final Consumer<String> sentAway;

  Stay(Stays home, VirtualHost host, Admission admission, Consumer<String> sentAway) {
    this.home = home;
    this.host = host;
    this.admission = admission;
    this.sentAway = sentAway;
  }

  /** It is over; twice is harmless. */
  public void end() {
    home.remove(this);
  }

  /** Why it has to end; empty if it has not. */
  Optional<String> withdrawal(AccessTable now, boolean isHostThere) {
    return isHostThere
        ? admission.withdrawal(now)
        : Optional.of("vhost '%s' is deleted".formatted(host.name()));
  }

  VirtualHost host() {
    return host;
  }

  void sendAway(String why) {
    sentAway.accept(why);
  }
}
