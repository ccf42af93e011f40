package io.millrace.broker.exchange;

/**
 * Why there cannot be such a binding.
 *
 * @param text the reason, for a person to read
 */
public record BindingRefusal(Reason reason, String text) {

  /** What a front makes a reply code of. */
  public enum Reason {
    /** The default exchange leads to every queue and to nothing else. */
    DEFAULT_EXCHANGE,
    SOURCE_NOT_FOUND,
    DESTINATION_NOT_FOUND,
    /** The source's type does not understand it. */
    INVALID
  }
}
