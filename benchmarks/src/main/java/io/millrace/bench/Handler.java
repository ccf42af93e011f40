package io.millrace.bench;

/** What a consumer does with each item; belongs to one thread. */
interface Handler {
  void handle(Item item);
}
