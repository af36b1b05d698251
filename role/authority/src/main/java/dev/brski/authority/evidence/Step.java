package dev.brski.authority.evidence;

import dev.brski.authority.ledger.Assurance;
import dev.brski.authority.ledger.Exchange;
import dev.brski.cmp.Consent;
import java.time.Instant;
import java.util.Optional;

/**
 * One certificate and the exchange that it came of.
 *
 * @param kind the body of the request: ir, p10cr, cr or kur
 * @param serial the certificate's serial number, lower-case hexadecimal
 * @param issued when it was issued
 * @param notAfter until when it is valid
 * @param state the state of the enrollment, as {@code brski authority certificates} lists it
 * @param registrar the name of the registrar that approved it
 * @param exchange the messages that led to it
 * @param assurance how far back the protection of the request goes
 * @param raVerified whether the registrar answers for the possession of the key, too
 * @param consent what the approval of an ir or p10cr says it rests on, if it does
 * @param signer PEM: what the request was signed with, then what came with it
 * @param approver PEM: what the nested message was signed with, then what came with it; where there
 *     is one
 * @param shown PEM: the device's certificate that a registrar sent along which answers for it
 * @param certificate PEM: what was issued
 */
public record Step(
    String kind,
    String serial,
    Instant issued,
    Instant notAfter,
    String state,
    String registrar,
    Exchange exchange,
    Assurance assurance,
    boolean raVerified,
    Optional<Consent> consent,
    String signer,
    Optional<String> approver,
    Optional<String> shown,
    String certificate) {}
