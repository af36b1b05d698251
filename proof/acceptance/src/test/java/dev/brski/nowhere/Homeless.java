package dev.brski.nowhere;

/** Breaks the house on purpose: it lives in no room. */
record Homeless() {}
