package io.millrace.kafka.offset;

/** Bytes with a right checksum that nevertheless are not what this version writes. */
final class MalformedMetadataException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedMetadataException(String message) {
    super(message, null, false, false);
  }
}
