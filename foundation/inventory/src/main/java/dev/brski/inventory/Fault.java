package dev.brski.inventory;

/**
 * What is wrong with a file.
 *
 * @param line the line of the file, from 1
 * @param reason why it cannot be used, and what is wanted; fit for a terminal
 */
public record Fault(int line, String reason) {}
