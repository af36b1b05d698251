package dev.brski.authority.evidence;

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
 * @param consent what the approval of an ir or p10cr says it rests on, if it does
 * @param signer PEM: what the request was signed with, then what came with it
 * @param approver PEM: what the nested message was signed with, then what came with it
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
    Optional<Consent> consent,
    String signer,
    String approver,
    String certificate) {}
