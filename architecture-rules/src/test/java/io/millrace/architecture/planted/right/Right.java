package io.millrace.architecture.planted.right;

import io.millrace.architecture.planted.left.Left;

/** The other half of a cycle. */
public record Right(Left left) {}
