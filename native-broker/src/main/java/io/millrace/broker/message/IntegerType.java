package io.millrace.broker.message;

/** The sizes that integers come in. Their order is part of the stored format: append only. */
public enum IntegerType {
  INT8(Byte.MIN_VALUE, Byte.MAX_VALUE),
  UINT8(0, 0xFF),
  INT16(Short.MIN_VALUE, Short.MAX_VALUE),
  UINT16(0, 0xFFFF),
  INT32(Integer.MIN_VALUE, Integer.MAX_VALUE),
  UINT32(0, 0xFFFF_FFFFL),
  INT64(Long.MIN_VALUE, Long.MAX_VALUE);

  private final long least;
  private final long greatest;

  IntegerType(long least, long greatest) {
    this.least = least;
    this.greatest = greatest;
  }

  public long least() {
    return least;
  }

  public long greatest() {
    return greatest;
  }

  public boolean holds(long value) {
    return value >= least && value <= greatest;
  }
}
