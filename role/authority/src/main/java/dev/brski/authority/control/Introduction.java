package dev.brski.authority.control;

/**
 * What a registrar is given to begin with, each certificate in PEM.
 *
 * @param registrar its certificate, then the issuing CA
 * @param domainCa the root of the domain, which is what it has pinned
 * @param authority what the authority's answers are protected with, then the issuing CA
 * @param url where the authority is reached
 */
record Introduction(String registrar, String domainCa, String authority, String url) {}
