package dev.brski.authority.ledger;

/**
 * What a registrar's consent rests on; the voucher itself stays in the nested message, which is
 * kept whole.
 *
 * @param imprint the registrar's id of the voucher exchange
 * @param sequence the number of the consent, rising at each registrar
 */
public record Evidence(String imprint, long sequence) {}
