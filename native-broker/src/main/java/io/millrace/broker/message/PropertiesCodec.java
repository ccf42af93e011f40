package io.millrace.broker.message;

import java.nio.ByteBuffer;

/**
 * Properties in their bytes at rest. Stateless.
 *
 * <pre>
 * properties  bits of those present (varint), then what they hold, in the order of their bits:
 *             headers   as {@link HeadersCodec} writes them
 *             text      bytes (varint), UTF-8
 *             octets    bytes (varint), bytes
 *             number    folded varint
 *             octet     1 byte
 * </pre>
 */
final class PropertiesCodec {
  private PropertiesCodec() {}

  static int size(Properties properties) {
    int size = Varint.size(properties.present());
    for (int rest = properties.present(); rest != 0; rest &= rest - 1) {
      size += size(properties, Property.at(Integer.numberOfTrailingZeros(rest)));
    }
    return size;
  }

  static void write(Properties properties, ByteBuffer to) {
    Varint.write(properties.present(), to);
    for (int rest = properties.present(); rest != 0; rest &= rest - 1) {
      write(properties, Property.at(Integer.numberOfTrailingZeros(rest)), to);
    }
  }

  static Properties read(ByteBuffer from) {
    long present = Varint.read(from);
    if (present == 0) {
      return Properties.NONE;
    }
    if ((present & ~Property.KNOWN) != 0) {
      throw new MalformedMessageException("unknown properties: " + Long.toHexString(present));
    }
    PropertiesBuilder properties = Properties.builder();
    for (int rest = (int) present; rest != 0; rest &= rest - 1) {
      read(Property.at(Integer.numberOfTrailingZeros(rest)), from, properties);
    }
    return properties.build();
  }

  private static int size(Properties properties, Property property) {
    return switch (property.kind()) {
      case HEADERS -> HeadersCodec.size((Headers) properties.value(property));
      case TEXT -> Utf8.size((String) properties.value(property));
      case OCTETS -> {
        int bytes = ((byte[]) properties.value(property)).length;
        yield Varint.size(bytes) + bytes;
      }
      case NUMBER -> Varint.size(Varint.fold((Long) properties.value(property)));
      case OCTET -> 1;
      case MARK -> 0;
    };
  }

  private static void write(Properties properties, Property property, ByteBuffer to) {
    switch (property.kind()) {
      case HEADERS -> HeadersCodec.write((Headers) properties.value(property), to);
      case TEXT -> Utf8.write((String) properties.value(property), to);
      case OCTETS -> {
        byte[] bytes = (byte[]) properties.value(property);
        Varint.write(bytes.length, to);
        to.put(bytes);
      }
      case NUMBER -> Varint.write(Varint.fold((Long) properties.value(property)), to);
      case OCTET -> to.put((byte) properties.octet(property, 0));
      case MARK -> {}
    }
  }

  private static void read(Property property, ByteBuffer from, PropertiesBuilder properties) {
    switch (property.kind()) {
      case HEADERS -> properties.set(Property.HEADERS, present(HeadersCodec.read(from)));
      case TEXT -> properties.set(property, Utf8.read(from));
      case OCTETS -> properties.set(property, HeadersCodec.readBytes(from));
      case NUMBER -> properties.set(property, number(property, Varint.unfold(Varint.read(from))));
      case OCTET -> properties.setOctet(property, HeadersCodec.octet(from) & 0xFF);
      case MARK -> properties.mark(property);
    }
  }

  private static Headers present(Headers headers) {
    if (headers.isEmpty()) {
      throw new MalformedMessageException("headers are present, and none is there");
    }
    return headers;
  }

  private static long number(Property property, long value) {
    if (value < 0 && property != Property.TIMESTAMP) {
      throw new MalformedMessageException(property + " of " + value);
    }
    return value;
  }
}
