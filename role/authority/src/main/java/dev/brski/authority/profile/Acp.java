package dev.brski.authority.profile;

import dev.brski.trust.Oids;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.OtherName;

/**
 * The acp-node-name of the certificates of a profile (RFC 8994 section 6.2.2).
 *
 * @param domain acp-domain-name: the name of the ACP, in lower case
 * @param rsub what stands before it in the routing-subdomain
 * @param addressing how addresses are made; zone, with Zone-ID 0
 * @param addressingBySerialNumber another way for devices whose serial number begins like a key;
 *     the longest that fits counts
 * @param registrarId this authority's own in the ACP domain; one that it draws and keeps
 */
public record Acp(
    String domain,
    Optional<String> rsub,
    Optional<Addressing> addressing,
    Optional<Map<String, Addressing>> addressingBySerialNumber,
    Optional<AcpRegistrarId> registrarId) {

  private static final int LONGEST = 253;

  /** A label of RFC 1034 section 3.5, which begins with a letter. */
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z]([a-z0-9-]{0,61}[a-z0-9])?)*");

  /** Demands names of RFC 1034. */
  public Acp {
    demand("domain", domain);
    rsub.ifPresent(name -> demand("rsub", name));
    if (routingSubdomain(domain, rsub).length() > LONGEST) {
      throw new IllegalArgumentException("rsub and domain have " + LONGEST + " characters at most");
    }
    if (addressingBySerialNumber.filter(prefixes -> prefixes.containsKey("")).isPresent()) {
      throw new IllegalArgumentException(
          "a key of addressing-by-serial-number is what serial numbers begin with");
    }
  }

  private static void demand(String what, String name) {
    if (name.length() > LONGEST || !SUBDOMAIN.matcher(name).matches()) {
      throw new IllegalArgumentException(
          what
              + " '"
              + name
              + "' is no domain name in lower case whose labels begin with a letter (RFC 1034"
              + " section 3.5)");
    }
  }

  private static String routingSubdomain(String domain, Optional<String> rsub) {
    return rsub.map(before -> before + ".").orElse("") + domain;
  }

  /** What the prefix of all its addresses is the hash of. */
  public String routingSubdomain() {
    return routingSubdomain(domain, rsub);
  }

  /** The first 40 bits after {@code fd} of the addresses of a routing-subdomain, hexadecimal. */
  public static String prefix(String routingSubdomain) {
    return "%010x".formatted(AcpAddress.globalId(routingSubdomain));
  }

  /** How the address of a device is made. */
  public Addressing addressingOf(String serialNumber) {
    return addressingBySerialNumber.orElse(Map.of()).entrySet().stream()
        .filter(kind -> serialNumber.startsWith(kind.getKey()))
        .max(Comparator.comparingInt(kind -> kind.getKey().length()))
        .map(Map.Entry::getValue)
        .or(() -> addressing)
        .orElse(Addressing.ZONE);
  }

  /** acp-node-name, with an address or without. */
  public String nodeName(Optional<AcpAddress> address) {
    return address.map(AcpAddress::hex).orElse("")
        + rsub.map(name -> "+" + name).orElse("")
        + "@"
        + domain;
  }

  /** acp-node-name as it stands in a subjectAltName. */
  public GeneralName name(Optional<AcpAddress> address) {
    return otherName(nodeName(address));
  }

  /** One that is to be filled in, by the authority alone. */
  static GeneralName empty() {
    return otherName("");
  }

  private static GeneralName otherName(String text) {
    return new GeneralName(
        GeneralName.otherName,
        new OtherName(new ASN1ObjectIdentifier(Oids.ACP_NODE_NAME), new DERIA5String(text)));
  }
}
