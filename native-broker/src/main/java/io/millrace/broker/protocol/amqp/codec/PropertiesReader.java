package io.millrace.broker.protocol.amqp.codec;

import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Properties;
import io.millrace.broker.message.PropertiesBuilder;
import org.jspecify.annotations.Nullable;

/** Reads the flags of a content header and the properties that they say are there. */
final class PropertiesReader {
  private static final String LONGEST_EXPIRATION = Long.toString(Long.MAX_VALUE);

  private final FieldReader in;
  private @Nullable String invalidExpiration;

  PropertiesReader(FieldReader in) {
    this.in = in;
  }

  /** What was read instead of a number of milliseconds, or null. */
  @Nullable String invalidExpiration() {
    return invalidExpiration;
  }

  Properties read() {
    int flags = in.shortInteger();
    if (flags == 0) {
      return Properties.NONE;
    }
    if ((flags & ~PropertyFlags.KNOWN) != 0) {
      throw in.malformed("property flags %04x".formatted(flags));
    }
    PropertiesBuilder properties = Properties.builder();
    readAboutBody(flags, properties);
    readAboutMessage(flags, properties);
    return properties.build();
  }

  private void readAboutBody(int flags, PropertiesBuilder properties) {
    if ((flags & PropertyFlags.CONTENT_TYPE) != 0) {
      properties.contentType(in.shortString());
    }
    if ((flags & PropertyFlags.CONTENT_ENCODING) != 0) {
      properties.contentEncoding(in.shortString());
    }
    if ((flags & PropertyFlags.HEADERS) != 0) {
      readHeaders(properties);
    }
    if ((flags & PropertyFlags.DELIVERY_MODE) != 0) {
      properties.deliveryMode(in.octet());
    }
    if ((flags & PropertyFlags.PRIORITY) != 0) {
      properties.priority(in.octet());
    }
  }

  private void readAboutMessage(int flags, PropertiesBuilder properties) {
    if ((flags & PropertyFlags.CORRELATION_ID) != 0) {
      properties.correlationId(in.uniqueString());
    }
    if ((flags & PropertyFlags.REPLY_TO) != 0) {
      properties.replyTo(in.shortString());
    }
    if ((flags & PropertyFlags.EXPIRATION) != 0) {
      readExpiration(properties);
    }
    if ((flags & PropertyFlags.MESSAGE_ID) != 0) {
      properties.messageId(in.uniqueString());
    }
    if ((flags & PropertyFlags.TIMESTAMP) != 0) {
      properties.timestampSeconds(in.longLong());
    }
    if ((flags & PropertyFlags.TYPE) != 0) {
      properties.type(in.shortString());
    }
    if ((flags & PropertyFlags.USER_ID) != 0) {
      properties.userId(in.shortString());
    }
    if ((flags & PropertyFlags.APP_ID) != 0) {
      properties.appId(in.shortString());
    }
    if ((flags & PropertyFlags.CLUSTER_ID) != 0) {
      properties.clusterId(in.shortString());
    }
  }

  private void readHeaders(PropertiesBuilder properties) {
    Headers headers = in.table();
    if (headers.isEmpty()) {
      properties.emptyHeaders();
    } else {
      properties.headers(headers);
    }
  }

  private void readExpiration(PropertiesBuilder properties) {
    String text = in.shortString();
    if (isNumber(text)) {
      properties.expirationMillis(Long.parseLong(text));
    } else {
      invalidExpiration = text;
    }
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    int digits = text.length();
    int most = LONGEST_EXPIRATION.length();
    return digits == most ? text.compareTo(LONGEST_EXPIRATION) <= 0 : digits > 0 && digits < most;
  }
}
