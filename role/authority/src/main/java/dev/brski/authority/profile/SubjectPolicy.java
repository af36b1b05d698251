package dev.brski.authority.profile;

import dev.brski.trust.Description;
import dev.brski.trust.Oids;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * The subject of a certificate: what is configured, then the serial number that the IDevID vouches
 * for. Nothing of it is taken from the request.
 */
public final class SubjectPolicy {

  /** A part of the name before the serial number. */
  private sealed interface Part {

    /** The same for every device. */
    record Fixed(RDN name) implements Part {}

    /** An attribute made of fields of the device. */
    record Made(ASN1ObjectIdentifier type, FieldText text) implements Part {}
  }

  private static final ASN1ObjectIdentifier SERIAL_NUMBER =
      new ASN1ObjectIdentifier(Oids.SERIAL_NUMBER_ATTRIBUTE);

  /** The upper bounds of RFC 5280 appendix A.1, for the attributes that may hold fields. */
  private static final Map<ASN1ObjectIdentifier, Integer> LONGEST =
      Map.of(
          BCStyle.CN, 64,
          BCStyle.O, 64,
          BCStyle.OU, 64,
          BCStyle.L, 128,
          BCStyle.ST, 128,
          BCStyle.STREET, 128);

  private final List<Part> parts;

  private SubjectPolicy(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /**
   * The policy of a configured text such as {@code O=Plant 7,OU=Line 2}, most general name first;
   * an empty text adds nothing to the serial number.
   *
   * @throws IllegalArgumentException when the text is no name, or brings a serialNumber of its own
   */
  public static SubjectPolicy parse(String configured) {
    return new SubjectPolicy(names(configured).map(name -> (Part) new Part.Fixed(name)).toList());
  }

  /**
   * The same of a text whose attributes may have fields of the device in them, such as {@code
   * O=Plant 7,OU={place}}: CN, O, OU, L, ST and STREET.
   *
   * @throws IllegalArgumentException when the text is no name, brings a serialNumber of its own, or
   *     has a field where none can be
   */
  public static SubjectPolicy withFields(String configured) {
    return new SubjectPolicy(names(configured).map(SubjectPolicy::part).toList());
  }

  private static Stream<RDN> names(String configured) {
    if (configured.isBlank()) {
      return Stream.of();
    }
    var name = new X500Name(configured);
    if (name.getRDNs(SERIAL_NUMBER).length > 0) {
      throw new IllegalArgumentException("the serialNumber comes from the device");
    }
    return Stream.of(name.getRDNs());
  }

  private static Part part(RDN name) {
    var braced =
        Stream.of(name.getTypesAndValues())
            .filter(attribute -> text(attribute).matches("(?s).*[{}].*"))
            .findFirst();
    if (braced.isEmpty()) {
      return new Part.Fixed(name);
    }
    var attribute = braced.get();
    if (name.isMultiValued() || !LONGEST.containsKey(attribute.getType())) {
      throw new IllegalArgumentException(
          "'"
              + text(attribute)
              + "': fields can be in CN, O, OU, L, ST and STREET, each a name of its own");
    }
    return new Part.Made(attribute.getType(), FieldText.parse(text(attribute)));
  }

  private static String text(AttributeTypeAndValue attribute) {
    return attribute.getValue() instanceof ASN1String string ? string.getString() : "";
  }

  /**
   * The subject to ask for: the serialNumber is empty, to be filled in (RFC 9483 section 4.3.3),
   * and so is what is not known of the device, or without a device all that depends on it.
   */
  public X500Principal template(Optional<DeviceFields> device) {
    var names = new ArrayList<RDN>();
    for (var part : parts) {
      switch (part) {
        case Part.Fixed(var name) -> names.add(name);
        case Part.Made(var type, var text) ->
            names.add(
                new RDN(
                    type,
                    new DERUTF8String(
                        device
                            .filter(known -> text.missing(known).isEmpty())
                            .map(known -> text.of(known, value -> value))
                            .orElse(""))));
      }
    }
    return named(names, "");
  }

  /** The subject for a device, or why there is none. */
  public Verdict<X500Principal> subjectOf(DeviceFields device, Missing missing) {
    var names = new ArrayList<RDN>();
    for (var part : parts) {
      switch (part) {
        case Part.Fixed(var name) -> names.add(name);
        case Part.Made(var type, var text) -> {
          var unknown = text.missing(device);
          if (unknown.isPresent() && missing == Missing.REFUSE) {
            return NameTemplate.unknown("the subject", unknown.get());
          }
          if (unknown.isEmpty()) {
            var value = text.of(device, content -> content);
            if (value.length() > LONGEST.getOrDefault(type, 64)
                || value.isBlank()
                || !value.equals(Description.printable(value))) {
              return NameTemplate.unfit("the subject", text, value);
            }
            names.add(new RDN(type, new DERUTF8String(value)));
          }
        }
      }
    }
    return Verdict.accepted(named(names, device.serial()));
  }

  /** As it is written in a profile. */
  public String written() {
    var names = new ArrayList<RDN>();
    for (var part : parts) {
      names.add(
          switch (part) {
            case Part.Fixed(var name) -> name;
            case Part.Made(var type, var text) -> new RDN(type, new DERUTF8String(text.written()));
          });
    }
    return new X500Name(names.toArray(RDN[]::new)).toString();
  }

  private static X500Principal named(List<RDN> before, String serialNumber) {
    var names = new ArrayList<>(before);
    names.add(new RDN(SERIAL_NUMBER, text(serialNumber)));
    try {
      return new X500Principal(new X500Name(names.toArray(RDN[]::new)).getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException("a name in memory cannot fail to be written", e);
    }
  }

  private static ASN1Encodable text(String serialNumber) {
    return DERPrintableString.isPrintableString(serialNumber)
        ? new DERPrintableString(serialNumber)
        : new DERUTF8String(serialNumber);
  }
}
