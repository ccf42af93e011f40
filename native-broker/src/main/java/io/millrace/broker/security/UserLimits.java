package io.millrace.broker.security;

/** How much a user may have at once. {@link #UNLIMITED} is no limit, and 0 is none at all. */
public record UserLimits(int maxConnections, int maxChannels) {
  public static final int UNLIMITED = -1;

  public static final UserLimits NONE = new UserLimits(UNLIMITED, UNLIMITED);

  public UserLimits {
    if (maxConnections < UNLIMITED || maxChannels < UNLIMITED) {
      throw new IllegalArgumentException("limits of " + maxConnections + " and " + maxChannels);
    }
  }

  /** Whether a user who has so many connections may have one more. */
  public boolean allowsAnotherConnection(int connections) {
    return maxConnections == UNLIMITED || connections < maxConnections;
  }

  public boolean allowsAnotherChannel(int channels) {
    return maxChannels == UNLIMITED || channels < maxChannels;
  }
}
