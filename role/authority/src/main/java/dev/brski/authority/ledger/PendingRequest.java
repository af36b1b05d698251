package dev.brski.authority.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A request that is held for a person.
 *
 * @param id the enrollment's, which approve and deny name
 * @param device the serial number of the device
 * @param manufacturer the operator's name for who made it
 * @param subject the subject that the certificate would have, RFC 2253 text
 * @param profile the name of the certificate profile
 * @param names the subjectAltNames that it would have, each with its kind
 * @param registrar the name of the registrar that consented
 * @param since when the request came
 * @param idevidIssuer who issued the certificate that the device signs with, RFC 2253 text; or that
 *     the registrar sent along, if it did
 * @param assurance how far back the protection of the request goes: {@link Assurance#word()}
 * @param raVerified whether the registrar answers for the possession of the key, too
 * @param inInventory whether the inventory names the device
 */
public record PendingRequest(
    String id,
    String device,
    String manufacturer,
    String subject,
    String profile,
    List<String> names,
    String registrar,
    Instant since,
    Optional<String> idevidIssuer,
    String assurance,
    boolean raVerified,
    boolean inInventory) {}
