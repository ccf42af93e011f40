package io.millrace.client.adapter;

import org.jspecify.annotations.Nullable;

/** What a reader asks and tells the source that it belongs to. */
interface ReaderReports {
  /** Whether that reader is the one that reads, where only one may. */
  boolean takeSeat(Object reader);

  /** It gets nothing, and why. */
  void failed(@Nullable String why);

  void works();

  void closed(Object reader);
}
