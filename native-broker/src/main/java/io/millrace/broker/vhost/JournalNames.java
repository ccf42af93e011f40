package io.millrace.broker.vhost;

/** What the journals of virtual hosts are called. A part of the stored format. */
final class JournalNames {
  /** Virtual hosts, users and permissions. */
  static final String BROKER = "broker";

  private JournalNames() {}

  /** The length keeps apart what a slash in a name would mix up. */
  private static String prefix(String virtualHost) {
    return virtualHost.length() + ":" + virtualHost;
  }

  static String definitions(String virtualHost) {
    return "definitions " + prefix(virtualHost);
  }

  static String queues(String virtualHost) {
    return "queue " + prefix(virtualHost) + " ";
  }

  static String queue(String virtualHost, String queue) {
    return queues(virtualHost) + queue;
  }

  /** Whether a virtual host has a journal of that name, if its queue is there. */
  static boolean isOf(String virtualHost, String journal) {
    return journal.equals(definitions(virtualHost)) || journal.startsWith(queues(virtualHost));
  }
}
