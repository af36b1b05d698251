package dev.brski.authority.ledger;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * A certificate that was issued to a device, with what it was issued on.
 *
 * @param device whose it is
 * @param registrar who approved the request
 * @param signer the certificate that the request is signed with: the device's, or the registrar's
 *     where that one answers for the device
 * @param assurance which of these it is
 * @param shown the device's certificate that a registrar sent along which answers for the device
 * @param raVerified whether that registrar answers for the possession of the key, too
 * @param exchange the messages that led to it
 * @param certificate what was issued
 * @param issued when
 * @param stage where the enrollment stands
 */
public record Issuance(
    Device device,
    Registrar registrar,
    X509Certificate signer,
    Assurance assurance,
    Optional<X509Certificate> shown,
    boolean raVerified,
    Exchange exchange,
    X509Certificate certificate,
    Instant issued,
    Stage stage) {}
