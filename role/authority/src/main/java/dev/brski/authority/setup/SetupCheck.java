package dev.brski.authority.setup;

import dev.brski.verdict.Check;

/** What can be wrong with an authority's folder or with what an operator asks of it. */
public enum SetupCheck implements Check {
  /** Nothing is overwritten. */
  EXISTS("AU-setup-exists", "it exists already"),
  /** A file is missing or unusable. */
  FILE("AU-setup-file", "a file is missing or unusable"),
  /** A name is not usable. */
  NAME("AU-setup-name", "the name is not usable"),
  /** A key is not usable. */
  KEY("AU-setup-key", "the key is not usable"),
  /** A profile is not there, or does not go with another. */
  PROFILE("AU-setup-profile", "the certificate profile is not usable"),
  /** An anchor would let in more than a manufacturer's devices. */
  ANCHOR("AU-setup-anchor", "the anchor is not usable"),
  /** A root cannot be followed by one like that. */
  ROOT("AU-setup-root", "the root cannot be made"),
  /** A root will soon anchor nothing any more, or less than is wanted. */
  ROOT_ENDS("AU-setup-root-ends", "the root ends"),
  /** An issuing CA will soon issue nothing any more, or less than is wanted. */
  ISSUING_CA_ENDS("AU-setup-issuing-ca-ends", "the issuing CA ends"),
  /** What answers are protected with, or TLS shows, ends soon. */
  SERVICE_ENDS("AU-setup-service-ends", "what answers are protected with ends"),
  /** The keys of older issuing CAs sign their revocation lists. */
  OLDER_KEYS("AU-setup-older-keys", "an older issuing CA still has certificates"),
  /** Nobody can sign the answers about an issuing CA's certificates. */
  OCSP_SIGNER("AU-setup-ocsp-signer", "the signer of OCSP answers cannot be made"),
  /** Another program has the place at which OCSP requests are to come in. */
  OCSP_LISTEN("AU-setup-ocsp-listen", "the port for OCSP is taken"),
  /** Certificates name a URL at which nobody answers for us. */
  OCSP_URL("AU-setup-ocsp-url", "the OCSP URL of certificates is not answered"),
  /** Devices that know no newer root are lost when it ends. */
  OLDER_ROOT("AU-setup-older-root", "devices still go by an older root"),
  /** The running authority did not do it. */
  RUNNING("AU-setup-running", "the running authority did not do it");

  private final String id;
  private final String told;

  SetupCheck(String id, String told) {
    this.id = id;
    this.told = told;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String told() {
    return told;
  }
}
