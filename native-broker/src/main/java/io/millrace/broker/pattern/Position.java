package io.millrace.broker.pattern;

/** What can be said of a place between two characters. */
enum Position {
  START {
    @Override
    boolean holds(String text, int index) {
      return index == 0;
    }
  },
  END {
    @Override
    boolean holds(String text, int index) {
      return index == text.length();
    }
  },
  /** At the end, or before a newline there. */
  END_OF_LINE {
    @Override
    boolean holds(String text, int index) {
      return index == text.length() || (index == text.length() - 1 && text.charAt(index) == '\n');
    }
  },
  WORD_BOUNDARY {
    @Override
    boolean holds(String text, int index) {
      return isWord(text, index - 1) != isWord(text, index);
    }
  },
  NO_WORD_BOUNDARY {
    @Override
    boolean holds(String text, int index) {
      return isWord(text, index - 1) == isWord(text, index);
    }
  };

  abstract boolean holds(String text, int index);

  private static boolean isWord(String text, int index) {
    return index >= 0 && index < text.length() && CharacterSet.WORD.contains(text.charAt(index));
  }
}
