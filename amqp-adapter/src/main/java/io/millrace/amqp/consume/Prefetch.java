package io.millrace.amqp.consume;

/**
 * How many messages a consumer may have that are not settled. It follows what the engine has room
 * for: it begins with the room of the first fetch, and is doubled when all of it is under way and
 * the engine has still room. So slow handlers do not keep from other processes what they will not
 * come to for long, and quick ones do not wait.
 *
 * <p>Not safe for several threads.
 */
public final class Prefetch {
  /** The most that the protocol can say. */
  public static final int HIGHEST = 65_535;

  private final int most;

  /** 0 before the first fetch. */
  private int count;

  private Prefetch(int most, int count) {
    this.most = most;
    this.count = count;
  }

  /**
   * One that follows the engine's room.
   *
   * @param most not to be exceeded, 1 to {@link #HIGHEST}
   */
  public static Prefetch upTo(int most) {
    return new Prefetch(most, 0);
  }

  /**
   * One that stays as it is: a consumer that is begun anew to have more would lose its turn in an
   * ordered queue.
   */
  public static Prefetch fixed(int count) {
    return new Prefetch(count, count);
  }

  /** What a consumer is to begin with, where the engine has so much room. */
  public int begin(int room) {
    if (count == 0) {
      count = Math.min(most, Math.max(1, room));
    }
    return count;
  }

  /**
   * Whether it was raised, after a fetch that found nothing more though the engine had room.
   *
   * @param unsettled what is under way
   */
  public boolean grow(int unsettled, int room) {
    if (count == 0 || room == 0 || unsettled < count || count >= most) {
      return false;
    }
    count = (int) Math.min(most, 2L * count);
    return true;
  }

  public int count() {
    return count;
  }
}
