package io.millrace.queue.push;

/**
 * Assigns keys to a number of buckets: the same in every JVM, evenly, and moving few keys when the
 * number grows.
 */
final class KeyHash {
  private KeyHash() {}

  /** The bucket of a key, from 0 to {@code buckets - 1}. */
  static int bucketOf(String key, int buckets) {
    return jump(hash(key), buckets);
  }

  /**
   * FNV-1a over the key's UTF-16 units, then a finalizer (that of MurmurHash3) so that every bit
   * depends on all.
   */
  private static long hash(String key) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < key.length(); i++) {
      hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }

  /**
   * Jump consistent hash (Lamping and Veach, 2014): going from n to n + 1 buckets moves one key in
   * n + 1, and only into the new bucket. It walks through the bucket numbers at which the key would
   * have moved, drawn from the hash as from a generator of random numbers.
   */
  static int jump(long hash, int buckets) {
    long state = hash;
    long bucket = -1;
    long next = 0;
    while (next < buckets) {
      bucket = next;
      state = state * 2862933555777941757L + 1;
      next = (long) ((bucket + 1) * ((double) (1L << 31) / (double) ((state >>> 33) + 1)));
    }
    return (int) bucket;
  }
}
