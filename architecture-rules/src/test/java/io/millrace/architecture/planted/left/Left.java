package io.millrace.architecture.planted.left;

import io.millrace.architecture.planted.right.Right;

/** One half of a cycle. */
public record Left(Right right) {}
