package io.millrace.daemon.source.line;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a regular expression finds in the line as the key: its first group, or all of it when
 * it has no group.
 */
final class RegexKey implements LineKey {
  private final Matcher matcher;
  private final int group;

  RegexKey(Pattern pattern) {
    matcher = pattern.matcher("");
    group = matcher.groupCount() > 0 ? 1 : 0;
  }

  @Override
  public @Nullable String of(byte[] buffer, int start, int length) {
    matcher.reset(new String(buffer, start, length, UTF_8));
    return matcher.find() ? matcher.group(group) : null;
  }
}
