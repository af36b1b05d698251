package dev.brski.command;

import dev.brski.load.Part;
import dev.brski.settings.Durations;
import dev.brski.trust.KeyKind;
import dev.brski.trust.RevocationReason;
import dev.brski.trust.SerialNumberField;
import dev.brski.wire.HostPort;
import dev.brski.wire.PermittedHost;
import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the values of options are read; what is wrong with one is said in its reader's words. */
final class Values {

  private Values() {}

  static CommandLine readBy(CommandLine line) {
    return line.registerConverter(HostPort.class, saying(HostPort::parse))
        .registerConverter(PermittedHost.class, saying(PermittedHost::parse))
        .registerConverter(Duration.class, saying(Durations::parse))
        .registerConverter(Part.class, saying(Part::parse))
        .registerConverter(RevocationReason.class, saying(RevocationReason::parse))
        .registerConverter(SerialNumberField.class, saying(SerialNumberField::parse))
        .registerConverter(KeyKind.class, saying(KeyKind::parse));
  }

  private static <T> ITypeConverter<T> saying(Function<String, T> reader) {
    return text -> {
      try {
        return reader.apply(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    };
  }
}
