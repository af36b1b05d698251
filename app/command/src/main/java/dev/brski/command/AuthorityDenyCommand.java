package dev.brski.command;

import dev.brski.authority.control.Operator;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A person says no. */
@Command(
    name = "deny",
    description =
        "Refuse the certificate of a held request, for good; the device is not"
            + " told why. The authority may run or not.")
final class AuthorityDenyCommand implements Callable<Integer> {

  @Mixin private DirOption dir;
  @Mixin private RulingOptions ruling;
  @Mixin private Output output;

  @Override
  public Integer call() throws Failure, IOException, StoreLocked, SchemaRefused {
    var ruled =
        Failure.unless(
            "Cannot deny the request",
            new Operator(dir.existing(), InstantSource.system())
                .deny(ruling.id(), OsUser.name(), ruling.reason()));
    output.report(
        ruled,
        List.of(
            "Denied: device " + ruled.device() + " gets no certificate on request " + ruled.id()));
    return ExitCode.DONE.number();
  }
}
