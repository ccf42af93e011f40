package io.millrace.broker.vhost;

import io.millrace.broker.security.AccessTable;
import io.millrace.broker.security.Admission;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Who is in the virtual hosts of a broker, whatever the protocol: whoever may be there no longer is
 * sent away.
 *
 * <p><b>Threads:</b> any; nothing blocks.
 */
public final class Stays {
  private final Supplier<AccessTable> table;
  private final Predicate<VirtualHost> isThere;
  private final Set<Stay> open = ConcurrentHashMap.newKeySet();

  /**
   * @param isThere whether a virtual host has not been deleted
   */
  Stays(Supplier<AccessTable> table, Predicate<VirtualHost> isThere) {
    this.table = table;
    this.isThere = isThere;
  }

  /**
   * Somebody is let in.
   *
   * @param sentAway told why, once, when the stay has ended without {@link Stay#end}; at once if it
   *     may not even begin. On the thread of whoever has changed what it depends on, which must not
   *     be held up
   */
  public Stay begin(VirtualHost host, Admission admission, Consumer<String> sentAway) {
    Stay stay = new Stay(this, host, admission, sentAway);
    open.add(stay);
    // After that: what was withdrawn before nobody else looks at.
    look(stay);
    return stay;
  }

  void remove(Stay stay) {
    open.remove(stay);
  }

  /** Something was taken away that some may depend on. */
  void look() {
    open.forEach(this::look);
  }

  private void look(Stay stay) {
    Optional<String> why = stay.withdrawal(table.get(), isThere.test(stay.host()));
    if (why.isPresent() && open.remove(stay)) {
      stay.sendAway(why.get());
    }
  }
}
