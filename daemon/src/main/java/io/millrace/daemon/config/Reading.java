package io.millrace.daemon.config;

/**
 * What all sections of one configuration share while it is read.
 *
 * @param file what the file is called in places
 * @param warnings what is odd but no mistake
 */
record Reading(
    String file,
    Overrides overrides,
    Interpolation interpolation,
    Problems problems,
    Problems warnings,
    EffectiveValues effective) {}
