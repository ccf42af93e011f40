package io.millrace.client.codec;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a header that mean something; others are skipped. */
enum Field {
  QUEUE("queue"),
  ROUTING_KEY("routing_key"),
  PUB_TYPE("pub_type"),
  CONFIRM("confirm"),
  DELAY("delay"),
  DELIVER_AT("deliver_at"),
  NO_ACK("no_ack"),
  CREDIT("credit"),
  MSG_ID("msg_id"),
  REDELIVERED("redelivered"),
  DELIVERY_COUNT("delivery_count"),
  CODE("code"),
  REF("ref"),
  MECHANISM("mechanism"),
  MORE("more"),
  READY("ready");

  private static final Map<String, Field> BY_NAME = new HashMap<>();

  static {
    for (Field each : values()) {
      BY_NAME.put(each.text, each);
    }
  }

  private final String text;

  Field(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  static @Nullable Field of(String text) {
    return BY_NAME.get(text);
  }
}
