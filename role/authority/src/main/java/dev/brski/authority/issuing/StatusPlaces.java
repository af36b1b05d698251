package dev.brski.authority.issuing;

import dev.brski.issuance.CertificateProfile;
import java.net.URI;
import java.util.Optional;

/**
 * Where certificates say that their status is told; nothing, where a place is not there.
 *
 * @param revocationList their issuer's list (RFC 5280 section 4.2.1.13)
 * @param ocsp who answers (RFC 6960 section 3.1)
 */
public record StatusPlaces(Optional<URI> revocationList, Optional<URI> ocsp) {

  /** The same without the list, where that is not to be named. */
  StatusPlaces naming(boolean list) {
    return list ? this : new StatusPlaces(Optional.empty(), ocsp);
  }

  /** The profile with both. */
  CertificateProfile in(CertificateProfile profile) {
    return profile.withRevocationListAt(revocationList).withOcspAt(ocsp);
  }
}
