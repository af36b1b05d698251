package dev.brski.factory;

/**
 * What {@code brski.yaml} of a manufacturer says.
 *
 * @param name the manufacturer's name, as it stands in its certificates
 */
public record FactorySettings(String name) {}
