package io.millrace.bench;

/** What is handed over. Producers reuse their items unless the item carries a time. */
record Item(long intendedNanos) {}
