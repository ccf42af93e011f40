package io.millrace.amqp.generator;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The types of arguments: what they are in Java, and by which calls they are read and written. */
enum FieldType {
  /** One of up to eight neighbours that share an octet; read and written together with them. */
  @JsonProperty("bit")
  BIT("boolean", "bits", "false"),
  @JsonProperty("octet")
  OCTET("int", "octet", "0"),
  @JsonProperty("short")
  SHORT("int", "shortInteger", "0"),
  @JsonProperty("long")
  LONG("long", "longInteger", "0"),
  @JsonProperty("long-long")
  LONG_LONG("long", "longLong", "0"),
  @JsonProperty("short-string")
  SHORT_STRING("String", "shortString", "\"\""),
  @JsonProperty("long-string")
  LONG_STRING("String", "longString", "\"\""),
  /** A long string whose bytes are no text. */
  @JsonProperty("octets")
  OCTETS("Octets", "octets", "Octets.of(new byte[0])"),
  @JsonProperty("table")
  TABLE("Headers", "table", "Headers.EMPTY");

  private final String javaType;
  private final String call;
  private final String empty;

  FieldType(String javaType, String call, String empty) {
    this.javaType = javaType;
    this.call = call;
    this.empty = empty;
  }

  String javaType() {
    return javaType;
  }

  /** The method of reader and writer. */
  String call() {
    return call;
  }

  /** The Java expression of a value that is not there, for instance in a reserved field. */
  String empty() {
    return empty;
  }

  /** The Java expression of a default that is described. */
  String literal(String value) {
    return switch (this) {
      case SHORT_STRING, LONG_STRING -> '"' + value + '"';
      case BIT, OCTET, SHORT, LONG, LONG_LONG -> value;
      case OCTETS, TABLE -> throw new IllegalArgumentException("a default of type " + this);
    };
  }
}
