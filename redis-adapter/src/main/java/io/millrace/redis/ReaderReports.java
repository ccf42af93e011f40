package io.millrace.redis;

/** Hears how one producer of a source fares. */
interface ReaderReports {
  void failed(Exception failure);

  void works();

  void closed();
}
