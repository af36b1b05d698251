package dev.brski.authority.ledger;

import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * A certificate that was issued to a device, with what it was issued on.
 *
 * @param device whose it is
 * @param registrar who approved the request
 * @param signer the certificate that the device signed the request with
 * @param exchange the messages that led to it
 * @param certificate what was issued
 * @param issued when
 * @param stage where the enrollment stands
 */
public record Issuance(
    Device device,
    Registrar registrar,
    X509Certificate signer,
    Exchange exchange,
    X509Certificate certificate,
    Instant issued,
    Stage stage) {}
